import type { DuplicateOf, Duplicates } from '@millrace/shared/execution';
import type { Database } from 'better-sqlite3';

/** So many newest ones are read, since the body of each is compared. */
const MOST_READ = 50;

interface DuplicateRow {
  readonly seq: number;
  readonly id: string;
  readonly received_at: number;
  readonly status: number;
  readonly size_bytes: number;
}

interface FirstRow {
  readonly workflow: number;
  readonly size_bytes: number;
  readonly body: Buffer;
}

/**
 * The deliveries that repeat the one with this id, newest first. The ring of duplicates of its workflow is walked, which
 * is short, so that no index has to be kept for it.
 */
export function readDuplicates(db: Database): (firstId: string) => Duplicates {
  const readFirst = db.prepare<[string], FirstRow>('select workflow, size_bytes, body from delivery where id = ?');
  const readBody = db.prepare<[number], Buffer>('select body from delivery where seq = ?').pluck();
  const read = db.prepare<[number, string], DuplicateRow>(`
    select d.seq, d.id, d.received_at, d.status, d.size_bytes
    from delivery d indexed by delivery_workflow_outcome cross join duplicate r on r.delivery = d.seq
    where d.workflow = ? and d.outcome = 'duplicate' and r.first_id = ?
    order by d.received_at desc, d.seq desc`);
  return (firstId) => {
    const first = readFirst.get(firstId);
    if (first === undefined) return { count: 0, newest: [] };
    // Of a body that is the first one's, only the start is kept; another one is kept whole.
    const isSame = ({ seq, size_bytes }: DuplicateRow): boolean => {
      if (size_bytes !== first.size_bytes) return false;
      const body = readBody.get(seq);
      return body !== undefined && first.body.subarray(0, body.length).equals(body);
    };
    const rows = read.all(first.workflow, firstId);
    const newest = rows.slice(0, MOST_READ).map(
      (row): DuplicateOf => ({
        id: row.id,
        receivedAt: new Date(row.received_at).toISOString(),
        status: row.status,
        sameBody: isSame(row),
      }),
    );
    return { count: rows.length, newest };
  };
}
