import type { Operation } from '../operation.ts';

interface Forgetting {
  readonly instance: string;
  readonly held: readonly string[];
  readonly startedBefore: number;
}

/** Queues what an instance owns since before a time, without holding it. Answers how many there were. */
export const releaseForgotten: Operation<Forgetting, number> = (db) => {
  const release = db.prepare<{ instance: string; held: string; startedBefore: number }>(`
    update execution set status = 'queued', owner = null
    where seq in (
      select seq from execution indexed by execution_status
      where status in ('running', 'waiting') and owner = :instance and started_at <= :startedBefore
        and id not in (select value from json_each(:held)))`);
  return ({ instance, held, startedBefore }) =>
    release.run({ instance, held: JSON.stringify(held), startedBefore }).changes;
};
