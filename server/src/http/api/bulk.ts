import { setTimeout as sleep } from 'node:timers/promises';
import { endpoints } from '@millrace/shared/api';
import type { BulkAction, BulkRequest, BulkResult } from '@millrace/shared/bulk';
import { type ExecutionSummary, isFinal } from '@millrace/shared/execution';
import { Router } from 'express';
import { InvalidCursor } from '../../store/page.ts';
import { ReferenceMissing } from '../../store/store.ts';
import { ApiProblem } from '../api-problem.ts';
import type { Parts } from '../parts.ts';
import { route } from '../route.ts';
import { newReplay } from './new-replay.ts';
import { period } from './period.ts';

type BulkParts = Pick<Parts, 'store' | 'engine' | 'live' | 'sandbox'>;

/** How long a page waits for executions of the page before to end, in milliseconds, so that deliveries find room between. */
const PATIENCE_MS = 5_000;

const DELETED = 'It was deleted in the meantime.';

/** Replays or dismisses what fits a filter, page by page, so that whoever asks sees how far it is and may stop. */
export function bulkRoutes(parts: BulkParts): Router {
  const router = Router();
  route(router, endpoints.bulkExecutions, async ({ body: { action, filter, limit, cursor } }) => {
    const at = placeOf(cursor, filter.to);
    const page = await parts.store.listExecutions({
      ...{ ...filter, ...period(filter), to: at.before, cursor: at.cursor, limit, order: 'oldest' },
    });
    const { done, skipped } = await each(parts, page.items, action, at.before);
    return { done, skipped, nextCursor: page.nextCursor === null ? null : `${at.before}.${page.nextCursor}` };
  });
  return router;
}

interface Place {
  /** Fixed by the first page, in milliseconds since 1970. */
  readonly before: number;
  readonly cursor: string | undefined;
}

function placeOf(cursor: string | undefined, to: BulkRequest['filter']['to']): Place {
  const now = Date.now();
  if (cursor === undefined) return { before: Math.min(now, to === undefined ? now : Date.parse(to)), cursor };
  const [, before, rest] = /^(\d{1,15})\.(.+)$/.exec(cursor) ?? [];
  if (rest === undefined) throw new InvalidCursor('This cursor is not one of ours.');
  return { before: Math.min(now, Number(before)), cursor: rest };
}

type Outcome = { readonly done: string } | { readonly skipped: BulkResult['skipped'][number] };

async function each(
  parts: BulkParts,
  executions: readonly ExecutionSummary[],
  action: BulkAction,
  since: number,
): Promise<Pick<BulkResult, 'done' | 'skipped'>> {
  if (action.kind === 'replay') await room(parts);
  const outcomes: Outcome[] = [];
  // One after the other, so that what was sent first is run first.
  for (const execution of executions) {
    const outcome = action.kind === 'dismiss' ? dismiss(parts, execution) : replay(parts, execution, action, since);
    const { id } = execution;
    outcomes.push(await outcome.catch((error: unknown) => ({ skipped: { executionId: id, reason: reasonOf(error) } })));
  }
  if (action.kind === 'replay') parts.engine.wake();
  return {
    done: outcomes.flatMap((outcome) => ('done' in outcome ? [outcome.done] : [])),
    skipped: outcomes.flatMap((outcome) => ('skipped' in outcome ? [outcome.skipped] : [])),
  };
}

async function room({ engine }: Pick<BulkParts, 'engine'>): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (!engine.hasRoom() && performance.now() < until) await sleep(20);
}

async function dismiss({ store, live }: BulkParts, { id, status }: ExecutionSummary): Promise<Outcome> {
  if (!(await store.setDismissed(id, true))) {
    const reason = status === 'failed' ? 'It was dealt with in the meantime.' : 'It did not fail.';
    return { skipped: { executionId: id, reason } };
  }
  const execution = await store.getExecutionSummary(id);
  if (execution) live.publish({ kind: 'execution', execution });
  return { done: id };
}

async function replay(
  parts: BulkParts,
  { id, status, origin }: ExecutionSummary,
  { version, from, effects }: Extract<BulkAction, { kind: 'replay' }>,
  since: number,
): Promise<Outcome> {
  const { store } = parts;
  const skip = (reason: string): Outcome => ({ skipped: { executionId: id, reason } });
  if (!isFinal(status)) return skip('It has not ended yet.');
  if (origin.kind === 'test') return skip('It was a test.');
  const record = await store.getExecution(id);
  if (!record) return skip(DELETED);
  const before = (await store.listFollowUps(id)).find(
    (followUp) => followUp.origin.kind === 'replay' && Date.parse(followUp.createdAt) >= since,
  );
  if (before) return { done: before.id };
  const failedNode = record.error?.nodeId;
  if (from === 'failed-node' && failedNode === undefined)
    return skip('It did not fail at a node. Replay it from the start.');
  const fromNode = typeof from === 'object' ? from.nodeId : from === 'start' ? null : (failedNode ?? null);
  const execution = await newReplay(parts, record, { version, fromNode, effects });
  await store.createExecution(execution);
  return { done: execution.id };
}

/** What keeps one execution from being replayed must not keep the others; what concerns all of them is thrown on. */
function reasonOf(error: unknown): string {
  if (error instanceof ReferenceMissing) return DELETED;
  if (!(error instanceof ApiProblem)) throw error;
  const { detail, errors, title } = error.problem;
  return detail ?? errors?.[0]?.message ?? title;
}
