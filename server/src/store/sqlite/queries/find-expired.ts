import type { DeliveryOutcome, FinalStatus } from '@millrace/shared/execution';
import type { Database } from 'better-sqlite3';
import type { Position } from '../cursor.ts';

/** A piece of one range of an index, oldest first: behind `after`, before `before`. */
export interface Piece<Kind> {
  readonly workflow: number;
  readonly kind: Kind;
  readonly after: Position;
  readonly before: Position;
  readonly limit: number;
}

const inPiece = (at: string): string => `
  and (${at}, seq) > (:afterAt, :afterSeq) and (${at}, seq) < (:beforeAt, :beforeSeq)`;

interface Bounds {
  readonly workflow: number;
  readonly kind: string;
  readonly afterAt: number;
  readonly afterSeq: number;
  readonly beforeAt: number;
  readonly beforeSeq: number;
  readonly limit: number;
}

const boundsOf = ({ workflow, kind, after, before, limit }: Piece<string>): Bounds => ({
  ...{ workflow, kind, limit },
  ...{ afterAt: after.at, afterSeq: after.seq, beforeAt: before.at, beforeSeq: before.seq },
});

/** Executions of one workflow that ended so, by when they were made. */
export function findExecutions(db: Database): (piece: Piece<FinalStatus>) => readonly Position[] {
  const find = db.prepare<[Bounds], Position>(`
    select created_at as at, seq from execution indexed by execution_workflow_status
    where workflow = :workflow and status = :kind ${inPiece('created_at')}
    order by created_at, seq limit :limit`);
  return (piece) => find.all(boundsOf(piece));
}

/** A delivery, and whether anything that is kept ran on it. */
export interface FoundDelivery extends Position {
  readonly isUsed: number;
}

/** Deliveries of one workflow that came to that, by when they were received. */
export function findDeliveries(db: Database): (piece: Piece<DeliveryOutcome>) => readonly FoundDelivery[] {
  // The inner one ends after so many rows, however many of them are in use.
  const find = db.prepare<[Bounds], FoundDelivery>(`
    select at, seq, exists (select 1 from execution where delivery = d.seq) as isUsed
    from (
      select received_at as at, seq from delivery indexed by delivery_workflow_outcome
      where workflow = :workflow and outcome = :kind ${inPiece('received_at')}
      order by received_at, seq limit :limit) d
    order by at, seq`);
  return (piece) => find.all(boundsOf(piece));
}

/** The place of the n-th newest execution before `before` that ended in one of two ways; undefined where there are fewer. */
export function findNthNewest(
  db: Database,
): (workflow: number, kinds: readonly [FinalStatus, FinalStatus], before: Position, n: number) => Position | undefined {
  const arm = (status: string): string => `
    select created_at as at, seq from execution indexed by execution_workflow_status
    where workflow = :workflow and status = :${status} and (created_at, seq) < (:at, :seq)`;
  const find = db.prepare<[Position & { workflow: number; one: string; other: string; offset: number }], Position>(`
    ${arm('one')} union all ${arm('other')} order by at desc, seq desc limit 1 offset :offset`);
  return (workflow, [one, other], { at, seq }, n) => find.get({ workflow, one, other, at, seq, offset: n - 1 });
}

/** Executions of all workflows that ended, oldest first. */
export function findOldestExecutions(db: Database): (after: Position, limit: number) => readonly Position[] {
  const arm = (status: FinalStatus): string => `
    select created_at as at, seq from execution indexed by execution_status
    where status = '${status}' and (created_at, seq) > (:at, :seq)`;
  const find = db.prepare<[Position & { limit: number }], Position>(`
    ${(['succeeded', 'filtered', 'failed', 'cancelled'] as const).map(arm).join(' union all ')}
    order by at, seq limit :limit`);
  return ({ at, seq }, limit) => find.all({ at, seq, limit });
}

/** Deliveries of all workflows that came to that, oldest first, up to a time. */
export function findOldestDeliveries(
  db: Database,
): (outcome: DeliveryOutcome, after: Position, until: number, limit: number) => readonly FoundDelivery[] {
  const find = db.prepare<[Position & { outcome: string; until: number; limit: number }], FoundDelivery>(`
    select at, seq, exists (select 1 from execution where delivery = d.seq) as isUsed
    from (
      select received_at as at, seq from delivery indexed by delivery_outcome
      where outcome = :outcome and (received_at, seq) > (:at, :seq) and received_at <= :until
      order by received_at, seq limit :limit) d
    order by at, seq`);
  return (outcome, { at, seq }, until, limit) => find.all({ outcome, at, seq, until, limit });
}
