import type { Operation } from '../operation.ts';

/** Says that an instance is alive. */
export const beatInstance: Operation<{ id: string; now: number }, void> = (db) => {
  const upsert = db.prepare<{ id: string; now: number }>(`
    insert into instance (id, beat_at) values (:id, :now)
    on conflict (id) do update set beat_at = max(beat_at, excluded.beat_at)`);
  return (beat) => void upsert.run(beat);
};
