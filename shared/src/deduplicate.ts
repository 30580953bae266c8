import { z } from 'zod';
import { fieldPath } from './field-path.ts';
import { headerName } from './intake/header-name.ts';

const days = z.number().int().min(1).max(365).default(30).meta({
  title: 'Days',
  description: 'For so long an event is remembered. Some senders try again for more than a week.',
});

/** By what a workflow knows an event that it was sent before. */
export const deduplicate = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sender'), days }),
  z.object({
    kind: z.literal('header'),
    name: headerName.meta({
      title: 'Header with the id of the event',
      description: 'As x-github-delivery, webhook-id or idempotency-key.',
    }),
    days,
  }),
  z.object({
    kind: z.literal('path'),
    path: fieldPath.meta({
      title: 'Field with the id of the event',
      description: 'A path in the body: id, event_id or data.items[0].id. A text, or a whole number.',
    }),
    days,
  }),
  z.object({ kind: z.literal('hash'), days }),
  z.object({ kind: z.literal('off') }),
]);

export type Deduplicate = z.output<typeof deduplicate>;
