import { z } from 'zod';
import { executionStatus, replayEffects } from './execution.ts';

/** What a replay runs: the version that ran before, or the one that is published or drafted by now. */
export const replayVersion = z.enum(['same', 'published', 'draft']);
export type ReplayVersion = z.infer<typeof replayVersion>;

/** What is done with each execution. */
export const bulkAction = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('replay'),
    version: replayVersion.default('same'),
    /** At a node, what came before it is taken over. Executions whose graph has no node with that id are skipped. */
    from: z.union([z.enum(['start', 'failed-node']), z.object({ nodeId: z.string().min(1).max(64) })]).default('start'),
    effects: replayEffects.default('send-again'),
  }),
  /** Takes failures out of the unresolved ones. */
  z.object({ kind: z.literal('dismiss') }),
]);
export type BulkAction = z.infer<typeof bulkAction>;

/**
 * One page of many. Whoever asks goes on with the answer's cursor until it is null, with everything else unchanged.
 * Executions that are newer than the first page are left out, so that no replay is replayed; and what was replayed since
 * then already is not replayed again, so that a page whose answer got lost can be asked for once more.
 */
export const bulkRequest = z.object({
  action: bulkAction,
  filter: z
    .object({
      workflowId: z.uuid().optional(),
      status: z.array(executionStatus).min(1).optional(),
      /** Only failures that nobody dealt with. */
      unresolved: z.boolean().default(false),
      from: z.iso.datetime({ offset: true }).optional(),
      to: z.iso.datetime({ offset: true }).optional(),
      /** As when executions are listed. */
      q: z.string().max(200).optional(),
    })
    .prefault({}),
  limit: z.number().int().min(1).max(100).default(50),
  cursor: z.string().max(512).optional(),
});
export type BulkRequest = z.infer<typeof bulkRequest>;

export const bulkResult = z.object({
  /** Ids of the new executions, or of those that were dismissed. */
  done: z.array(z.uuid()),
  /** What was left alone, and why. */
  skipped: z.array(z.object({ executionId: z.uuid(), reason: z.string() })),
  nextCursor: z.string().nullable(),
});
export type BulkResult = z.infer<typeof bulkResult>;

/** Failures of one workflow that nobody dealt with. */
export const unresolvedCount = z.object({
  workflowId: z.uuid(),
  workflowName: z.string(),
  count: z.number().int(),
  oldestAt: z.iso.datetime(),
  newestAt: z.iso.datetime(),
});
