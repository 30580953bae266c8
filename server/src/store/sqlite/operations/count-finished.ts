import type { FinalStatus } from '@millrace/shared/execution';
import type { Database } from 'better-sqlite3';

const HOUR_MS = 3_600_000;
/** The list shows a day; a little more is kept for clocks that differ. */
const HOURS_KEPT = 26;

/** Counts a finished execution in its hour. A filtered one ended as drawn, so as a success; a cancelled one is neither. */
export function countFinished(db: Database): (workflow: number, status: FinalStatus, finishedAt: number) => void {
  const add = db.prepare<[number, number, number, number]>(`
    insert into workflow_hour (workflow, hour, succeeded, failed) values (?, ?, ?, ?)
    on conflict (workflow, hour)
    do update set succeeded = succeeded + excluded.succeeded, failed = failed + excluded.failed`);
  // Also what a clock counted that was ahead.
  const forget = db.prepare<[number, number]>('delete from workflow_hour where hour < ? or hour > ?');
  let newest = 0;
  return (workflow, status, finishedAt) => {
    if (status === 'cancelled') return;
    const hour = finishedAt - (finishedAt % HOUR_MS);
    if (hour > newest || hour < newest - HOURS_KEPT * HOUR_MS) {
      newest = hour;
      forget.run(hour - HOURS_KEPT * HOUR_MS, hour + HOURS_KEPT * HOUR_MS);
    }
    const failed = status === 'failed' ? 1 : 0;
    add.run(workflow, hour, 1 - failed, failed);
  };
}
