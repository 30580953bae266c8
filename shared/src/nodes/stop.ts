import { z } from 'zod';
import { defineNode } from './define-node.ts';

const end = z.discriminatedUnion('as', [
  z.object({
    as: z.literal('succeeded'),
    output: z.unknown().meta({ title: 'Output', description: 'The output of the execution.', widget: 'json' }),
  }),
  z.object({
    as: z.literal('failed'),
    message: z.string().trim().min(1, 'Say why it failed.').meta({
      title: 'Message',
      description: 'Stands in the history as the reason.',
      widget: 'multiline',
    }),
  }),
]);

export const stop = defineNode({
  type: 'stop',
  label: 'Stop',
  description: 'Ends the execution, as succeeded or as failed.',
  group: 'flow',
  icon: 'octagon-x',
  effect: 'none',
  staysOutside: true,
  ports: { in: ['in'], out: [] },
  config: z.object({
    end: end.default({ as: 'succeeded', output: '{{ input }}' }).meta({ title: 'End the execution as' }),
  }),
  initial: { end: { as: 'succeeded', output: '{{ input }}' } },
  code: {},
  secretFields: [],
  timeoutMs: 1_000,
  summary: ({ end: given }) => (given?.as === 'failed' ? `failed: ${given.message}` : 'succeeded'),
  help: 'Ends the execution at once: nothing more starts, what runs is waited for, and nothing is tried again. As *succeeded*, its output is the output of the execution, and what a sender sees who waits for the end; as *failed*, its message is the reason, and such a sender gets 500. *On error* does not hold for a failure that is meant.',
  example: {
    says: 'Ends here with what became of the order, and runs nothing else.',
    config: { end: { as: 'succeeded', output: { order: '{{ input.id }}', state: 'ignored' } } },
    inputs: { Order: { id: 17 } },
    output: { order: 17, state: 'ignored' },
    ports: [],
  },
});
