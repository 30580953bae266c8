import type { DeliverySummary } from '@millrace/shared/execution';
import type { Database } from 'better-sqlite3';
import type { DeliveryPage } from '../../history-store.ts';
import { type Position, writeCursor } from '../cursor.ts';

/**
 * So much is looked at for one page, newest first; it may therefore be short, and have a cursor all the same. Requests
 * wait while it is read, so that it takes a few milliseconds at the most, however large the store is.
 */
const ROWS_SEARCHED = 500;
/** Bodies that are read for one page, together; a single one that is larger is still read. */
const BYTES_SEARCHED = 2 * 1024 * 1024;

/** Deliveries behind a place, newest first, so many at the most. */
export type ReadPositions = (after: Position, limit: number) => readonly Position[];

export interface DeliverySearch {
  /** Text in lower case; empty finds all. */
  readonly text: string;
  readonly preset: string | null;
}

interface HeadRow {
  readonly preset: string;
  readonly path: string;
  readonly query: string;
  readonly reason: string | null;
  readonly headers: string;
  readonly kept_bytes: number;
}

type Search = (
  search: DeliverySearch,
  read: ReadPositions,
  after: Position,
  limit: number,
  itemOf: (position: Position) => DeliverySummary | undefined,
) => DeliveryPage;

/** One page of what `read` yields: those verified by the preset in which the text stands somewhere. */
export function searchDeliveries(db: Database): Search {
  const readHead = db.prepare<[number], HeadRow>(
    'select preset, path, query, reason, headers, length(body) as kept_bytes from delivery where seq = ?',
  );
  const readBody = db.prepare<[number], Buffer>('select body from delivery where seq = ?').pluck();

  return ({ text, preset }, read, after, limit, itemOf) => {
    const texts = text === '' ? [] : [...new Set([text, asJson(text)])];
    const contains = (where: string): boolean => {
      const lower = where.toLowerCase();
      return texts.some((one) => lower.includes(one));
    };
    const candidates = read(after, ROWS_SEARCHED + 1);
    const found: Position[] = [];
    let [searched, bytes] = [0, 0];
    let last: Position | undefined;
    for (const position of candidates.slice(0, ROWS_SEARCHED)) {
      if (found.length === limit) break;
      const head = readHead.get(position.seq);
      const asked = head !== undefined && (preset === null || head.preset === preset);
      const inHead = asked && (text === '' || contains(textOf(head)));
      if (asked && !inHead) {
        bytes += head.kept_bytes;
        if (bytes > BYTES_SEARCHED && searched > 0) break;
      }
      if (inHead || (asked && contains(readBody.get(position.seq)?.toString() ?? ''))) found.push(position);
      searched += 1;
      last = position;
    }
    return {
      items: found.flatMap((position) => itemOf(position) ?? []),
      nextCursor: last !== undefined && searched < candidates.length ? writeCursor(last) : null,
      searched: { deliveries: searched, backTo: last === undefined ? null : new Date(last.at).toISOString() },
    };
  };
}

/** What of a delivery can be searched besides its body, a line for each part. */
function textOf({ path, query, reason, headers }: HeadRow): string {
  const lines = (JSON.parse(headers) as [string, string][]).map(([name, value]) => `${name}: ${value}`);
  return [`${path}${query === '' ? '' : `?${query}`}`, reason ?? '', ...lines].join('\n');
}

/** The text as it stands in JSON that escapes all but ASCII, as many senders write it. */
const asJson = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
