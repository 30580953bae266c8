import { z } from 'zod';
import { deliverySummary, executionSummary, stepStatus } from './execution.ts';

/** What the event stream carries; the `event` field of a server-sent event is `kind`. */
export const liveEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('execution'), execution: executionSummary }),
  z.object({
    kind: z.literal('step'),
    executionId: z.uuid(),
    workflowId: z.uuid(),
    nodeId: z.string(),
    status: stepStatus,
    /** The ports its value left through; empty when none did. */
    ports: z.array(z.string()),
    attempts: z.number().int(),
    durationMs: z.number().nullable(),
    error: z.string().nullable(),
  }),
  z.object({ kind: z.literal('delivery'), delivery: deliverySummary }),
  /** Name, draft, publication or pause of a workflow changed, or it is gone. */
  z.object({ kind: z.literal('workflow'), workflowId: z.uuid() }),
]);
export type LiveEvent = z.infer<typeof liveEvent>;
