import type { Database } from 'better-sqlite3';
import { KnownRows } from '../known-rows.ts';
import type { Operation } from '../operation.ts';
import { type ClaimedRows, claimAndRead } from './claimed-row.ts';
import { ExecutionTurn } from './execution-turn.ts';
import { isSuspect, nextSuspect } from './next-suspect.ts';

interface Claiming {
  readonly instance: string;
  readonly limit: number;
  readonly deadBefore: number;
  readonly now: number;
}

/** Queues what dead instances owned and what has waited long enough, then claims the oldest in the queue, of suspects one. */
export const claimExecutions: Operation<Claiming, ClaimedRows> = (db) => {
  const queueOfDead = queueWhatDeadOwned(db);
  const wake = wakeWhatIsDue(db);
  const releaseDue = releaseWhatIsDue(db);
  const oldest = oldestQueued(db);
  const claim = claimAndRead(db);
  return ({ instance, limit, deadBefore, now }) => {
    queueOfDead(instance, deadBefore);
    wake(now);
    releaseDue(now);
    return claim(oldest(limit), instance, now);
  };
};

function queueWhatDeadOwned(db: Database): (instance: string, deadBefore: number) => void {
  const findDead = db
    .prepare<{ instance: string; deadBefore: number }, string>(
      'select id from instance where beat_at < :deadBefore and id <> :instance',
    )
    .pluck();
  const queue = db.prepare<{ id: string }>(`
    update execution
    set status = 'queued', owner = null, recoveries = recoveries + 1, stalls = stalls + (status = 'running')
    where seq in (
      select seq from execution indexed by execution_status where status in ('running', 'waiting') and owner = :id)`);
  const forget = db.prepare<{ id: string }>('delete from instance where id = :id');
  return (instance, deadBefore) => {
    for (const id of findDead.all({ instance, deadBefore })) {
      queue.run({ id });
      forget.run({ id });
      KnownRows.forget(db);
    }
  };
}

/** So many at a time: when many are due together, the others come with the next claim. */
const WOKEN_AT_ONCE = 500;

function wakeWhatIsDue(db: Database): (now: number) => void {
  const wake = db.prepare<{ now: number }>(`
    update execution set status = 'queued', wake_at = null
    where seq in (
      select seq from execution indexed by execution_wake
      where wake_at is not null and wake_at <= :now order by wake_at limit ${WOKEN_AT_ONCE})`);
  return (now) => void wake.run({ now });
}

/** What was held back for a time that has come waits for nothing but its turn from here on. */
function releaseWhatIsDue(db: Database): (now: number) => void {
  const release = db.prepare<{ now: number }>(`
    update execution
    set not_before = null, held = order_key is not null and exists (
      select 1 from execution e indexed by execution_order
      where e.workflow = execution.workflow and e.order_key = execution.order_key
        and e.status in ('queued', 'running', 'waiting', 'parked') and e.seq < execution.seq)
    where seq in (
      select seq from execution indexed by execution_not_before
      where not_before is not null and status = 'queued' and not_before <= :now
      order by not_before limit ${WOKEN_AT_ONCE})`);
  return (now) => void release.run({ now });
}

interface Group {
  readonly workflow: number;
  readonly origin: string;
}

interface Queued extends Group {
  readonly seq: number;
  readonly created_at: number;
}

/**
 * Goes from one workflow's queue to the next by the index, so that however much waits in a paused workflow costs one step.
 */
function oldestQueued(db: Database): (limit: number) => readonly number[] {
  const nextGroup = db.prepare<Group, Group>(`
    select workflow, origin from execution indexed by execution_queue
    where status = 'queued' and held = 0 and (workflow, origin) > (:workflow, :origin)
    order by workflow, origin limit 1`);
  const isHeld = db
    .prepare<Group, number>(`
      select deleted_at is not null or (paused = 1 and :origin in ('delivery', 'retry', 'failure', 'call')) from workflow where seq = :workflow`)
    .pluck();
  const turns = new ExecutionTurn(db);
  // One that waits for others of its workflow keeps nobody else waiting.
  const suspect = nextSuspect(db, ({ workflow, origin }) => origin === 'test' || turns.room(workflow) !== 0);
  const oldestOf = db.prepare<Group & { limit: number; suspect: number | null }, { seq: number; created_at: number }>(`
    select seq, created_at from execution indexed by execution_queue
    where status = 'queued' and held = 0 and workflow = :workflow and origin = :origin
      and (not ${isSuspect} or seq = :suspect)
    order by created_at, seq limit :limit`);

  return (limit) => {
    const found: Queued[] = [];
    const rooms = new Map<number, number | null>();
    const only = suspect();
    for (let group = nextGroup.get({ workflow: 0, origin: '' }); group !== undefined; group = nextGroup.get(group)) {
      const { workflow, origin } = group;
      if (isHeld.get(group) !== 0) continue;
      const limited = origin === 'test' ? null : (rooms.get(workflow) ?? turns.room(workflow));
      if (origin !== 'test') rooms.set(workflow, limited);
      const most = Math.min(limit, limited ?? limit);
      for (const row of oldestOf.all({ ...group, limit: most, suspect: only })) found.push({ ...row, ...group });
    }
    found.sort((a, b) => a.created_at - b.created_at || a.seq - b.seq);
    return found
      .filter(({ workflow, origin }) => {
        const room = origin === 'test' ? null : (rooms.get(workflow) ?? null);
        if (room !== null) rooms.set(workflow, room - 1);
        return room === null || room > 0;
      })
      .slice(0, limit)
      .map(({ seq }) => seq);
  };
}
