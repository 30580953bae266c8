import { z } from 'zod';
import { defineNode } from './define-node.ts';
import { waitDuration, waitInstant, waitWords } from './wait-limit.ts';

export const delay = defineNode({
  type: 'delay',
  label: 'Delay',
  description: 'Waits for a while, or until a moment, then passes its input on.',
  group: 'flow',
  icon: 'timer',
  effect: 'wait',
  ports: { in: ['in'], out: ['out'] },
  config: z.object({
    wait: z
      .discriminatedUnion('kind', [waitDuration, waitInstant])
      .default({ kind: 'duration', amount: 1, unit: 'minutes' })
      .meta({ title: 'Wait' }),
  }),
  initial: { wait: { kind: 'duration', amount: 1, unit: 'minutes' } },
  code: {},
  secretFields: [],
  timeoutMs: 1_000,
  summary: ({ wait }) => (wait ? waitWords(wait) : '1 minute'),
  help: 'However long it is, the wait survives restarts and costs nothing. A reminder three days after an order: wait 3 days. A message at a time from the data: until `{{ trigger.body.remindAt }}`, where the text names its time zone, as in `2026-03-31T09:00:00+02:00`. Other branches go on meanwhile.',
  example: {
    says: 'Waits three days before the customer is asked how the order was.',
    config: { wait: { kind: 'duration', amount: 3, unit: 'days' } },
    inputs: { Order: { number: 'A-1042', email: 'ada@example.com' } },
    output: { number: 'A-1042', email: 'ada@example.com' },
  },
});
