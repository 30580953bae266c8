import type { Database } from 'better-sqlite3';
import type { StoreContents } from '../../retention-store.ts';
import type { StoredStatus } from '../execution-status.ts';
import { countPages } from './count-pages.ts';

const unfinishedStatuses = ['queued', 'running', 'waiting', 'parked'] as const satisfies StoredStatus[];

/** Counts everything by walking indexes, which takes its time. */
export function countContents(db: Database): () => StoreContents {
  const pageCounts = countPages(db);
  const countOf = db
    .prepare<[string], number>('select count(*) from execution indexed by execution_status where status = ?')
    .pluck();
  const deliveries = db.prepare<[], number>('select count(*) from delivery').pluck();
  const oldest = db
    .prepare<[], number | null>(`
    select min(at) from (${['succeeded', 'filtered', 'failed', 'cancelled']
      .map(
        (status) =>
          `select min(created_at) as at from execution indexed by execution_status where status = '${status}'`,
      )
      .join(' union all ')})`)
    .pluck();
  const count = (status: string): number => countOf.get(status) ?? 0;
  return db.transaction(() => {
    const { pageBytes, pages, freePages } = pageCounts();
    return {
      fileBytes: pages * pageBytes,
      freeBytes: freePages * pageBytes,
      executions: {
        succeeded: count('succeeded'),
        filtered: count('filtered'),
        failed: count('failed'),
        cancelled: count('cancelled'),
        unfinished: unfinishedStatuses.reduce((sum, status) => sum + count(status), 0),
      },
      deliveries: deliveries.get() ?? 0,
      oldestExecutionAt: oldest.get() ?? null,
    };
  });
}
