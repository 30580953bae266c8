import { z } from 'zod';
import { replayEffects } from './execution.ts';

/** Longest time between a failure and the retry of the whole execution, in milliseconds. */
const MAX_DELAY_MS = 86_400_000;

/** What a workflow does about an execution that failed. Tests, and runs of a draft, are left as they are. */
export const onFailure = z
  .object({
    attempts: z.number().int().min(1).max(10).default(1).meta({
      title: 'Attempts of the whole execution',
      description:
        'Including the first. Each further one is an execution of its own over the same delivery. 1 retries nothing.',
    }),
    delayMs: z.number().int().min(0).max(MAX_DELAY_MS).default(60_000).meta({
      title: 'Delay before each (ms)',
      description: 'Deliveries that are kept in order behind it wait for it too.',
    }),
    effects: replayEffects.default('reuse').meta({
      title: 'Side effects that succeeded',
      description: 'reuse takes over their recorded results; send-again sends everything again.',
    }),
    workflowId: z.uuid().optional().meta({
      title: 'Run another workflow',
      description:
        'When the last attempt failed, that workflow gets a delivery with what failed, why, and over which delivery. A failure that comes of handling a failure is handed over to nobody, so that no two workflows call each other for ever.',
      widget: 'workflow',
    }),
  })
  .prefault({});
export type OnFailure = z.output<typeof onFailure>;
