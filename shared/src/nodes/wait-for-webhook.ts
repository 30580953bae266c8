import { z } from 'zod';
import { defineNode } from './define-node.ts';
import { waitDuration, waitInstant, waitWords } from './wait-limit.ts';

export const waitForWebhook = defineNode({
  type: 'wait-for-webhook',
  label: 'Wait for webhook',
  description: 'Waits until somebody answers at a URL of its own: approvals, callbacks.',
  group: 'flow',
  icon: 'hourglass',
  effect: 'wait',
  staysOutside: true,
  ports: { in: ['in'], out: ['out', 'timed-out'], labels: new Map([['timed-out', 'timed out']]) },
  config: z.object({
    limit: z
      .discriminatedUnion('kind', [waitDuration, waitInstant, z.object({ kind: z.literal('none') })])
      .default({ kind: 'duration', amount: 7, unit: 'days' })
      .meta({
        title: 'Wait no longer than',
        description:
          'After this the input leaves through the port timed out. None waits until somebody answers or cancels.',
      }),
  }),
  initial: { limit: { kind: 'duration', amount: 7, unit: 'days' } },
  code: {},
  secretFields: [],
  isResumable: true,
  timeoutMs: 1_000,
  summary: ({ limit }) => {
    if (limit?.kind === 'none') return 'waits for an answer';
    return `at most ${limit ? waitWords(limit) : '7 days'}`;
  },
  help: 'Each execution has a resume URL for it that only works once. Give it away in a node before this one, as `{{ steps["Approval"].resumeUrl }}` (with the name of this node): in a mail, in a message, as the callback of an API. What is posted there becomes the output, read by its content type like the body of a webhook; of a request without a body it is the query, so that two links `…?approved=true` and `…?approved=false` are enough. Somebody who opens the link in a browser is asked to confirm, since mail programs open links too. An answer that comes before the workflow is there is kept for it.',
  example: {
    says: 'Waits two days for somebody to approve the refund.',
    config: { limit: { kind: 'duration', amount: 2, unit: 'days' } },
    inputs: { Refund: { order: 'A-1042', amount: 250 } },
    outside: { answers: { approved: true, by: 'Grace' } },
    output: { approved: true, by: 'Grace' },
  },
});
