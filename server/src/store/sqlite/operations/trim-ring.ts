import type { Database } from 'better-sqlite3';

/** Of the deliveries in one ring of one workflow, so many newest are kept. */
const KEPT = 1_000;
/** Trimming is done once for so many, so that a flood costs little; the ring may be longer by as many. */
const TRIM_EVERY = 64;

/** What is kept without being accepted, newest first. */
const rings = {
  refused: `
    select d.seq from workflow w join delivery d indexed by delivery_refused on d.workflow = w.seq
    where w.id = :workflow and d.outcome <> 'accepted' and d.outcome <> 'duplicate' and d.outcome <> 'quarantined'
    order by d.seq desc`,
  duplicates: `
    select d.seq from workflow w join delivery d indexed by delivery_workflow_outcome on d.workflow = w.seq
    where w.id = :workflow and d.outcome = 'duplicate'
    order by d.received_at desc, d.seq desc`,
} as const;

/**
 * To be called for each delivery that goes into the ring: forgets the oldest ones of the workflow with that id, except
 * those that a person ran something on.
 */
export function trimRing(db: Database, ring: keyof typeof rings): (workflow: string) => void {
  const trim = db.prepare<{ workflow: string; kept: number }>(
    `delete from delivery
     where seq in (${rings[ring]} limit -1 offset :kept)
       and not exists (select 1 from execution where delivery = delivery.seq)`,
  );
  const untrimmed = new Map<string, number>();
  return (workflow) => {
    const count = untrimmed.get(workflow) ?? TRIM_EVERY;
    if (count >= TRIM_EVERY) trim.run({ workflow, kept: KEPT });
    untrimmed.set(workflow, count >= TRIM_EVERY ? 1 : count + 1);
  };
}
