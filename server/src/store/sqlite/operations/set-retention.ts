import type { RetentionOverride } from '@millrace/shared/retention';
import type { Operation } from '../operation.ts';

/** Keeps what a workflow says of its history. False when there is no such workflow. */
export const setRetention: Operation<{ id: string; own: RetentionOverride }, boolean> = (db) => {
  const find = db.prepare<[string], number>('select seq from workflow where id = ? and deleted_at is null').pluck();
  const set = db.prepare<[RetentionOverride & { workflow: number }]>(`
    insert into retention (
      workflow, succeeded_days, succeeded_count, succeeded_megabytes, failed_days, failed_count, failed_megabytes)
    values (
      :workflow, :succeededDays, :succeededCount, :succeededMegabytes, :failedDays, :failedCount, :failedMegabytes)
    on conflict (workflow) do update set
      succeeded_days = excluded.succeeded_days, succeeded_count = excluded.succeeded_count,
      succeeded_megabytes = excluded.succeeded_megabytes,
      failed_days = excluded.failed_days, failed_count = excluded.failed_count,
      failed_megabytes = excluded.failed_megabytes`);
  return ({ id, own }) => {
    const workflow = find.get(id);
    if (workflow === undefined) return false;
    set.run({ workflow, ...own });
    return true;
  };
};
