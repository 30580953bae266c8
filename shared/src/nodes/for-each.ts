import { z } from 'zod';
import { defineNode } from './define-node.ts';
import { templated } from './templated.ts';

/** Most items of one node, after which its input is surely a mistake. */
export const MAX_ITEMS = 10_000;

export const forEach = defineNode({
  type: 'for-each',
  label: 'For each',
  description: 'Runs the nodes inside it once for every item of a list.',
  group: 'flow',
  icon: 'repeat',
  effect: 'none',
  isContainer: true,
  staysOutside: true,
  ports: { in: ['in'], out: ['out'] },
  config: z.object({
    items: templated(z.array(z.unknown())).default('{{ input }}').meta({
      title: 'Items',
      description: 'A list, usually from the data: `{{ trigger.body.items }}`.',
      widget: 'json',
    }),
    batchSize: z.number().int().min(1).max(MAX_ITEMS).default(1).meta({
      title: 'Items at once',
      description: 'From 2 on, each round gets a list of so many items.',
    }),
    concurrency: z.number().int().min(1).max(50).default(5).meta({
      title: 'Rounds at a time',
      description: '1 runs them strictly one after the other.',
    }),
    onItemError: z.enum(['stop', 'collect']).default('stop').meta({
      title: 'When an item fails',
      description:
        'Stop: no further round starts, and this node fails. Collect: its result is { error }, and the others go on.',
    }),
  }),
  initial: { items: '{{ input }}' },
  code: {},
  secretFields: [],
  timeoutMs: 300_000,
  summary: ({ items, batchSize }) =>
    `each ${batchSize !== undefined && batchSize > 1 ? `${batchSize} ` : ''}of ${typeof items === 'string' ? items : 'a list'}`,
  help: "Put nodes into its frame. Those that nothing leads to start each round: their input is the item, which every node inside also finds as `{{ item }}`, and its number, from 0, as `{{ index }}`. The output is the list of the rounds' outputs in the order of the items; a round that a filter ended leaves none, so that a filter inside filters the list. Example: items `{{ trigger.body.lines }}`, inside an HTTP request with the body `{{ item }}`.\n\nIn batches: with 100 items at once and 1 round at a time, the same request sends lists of 100, one after the other; a delay of a second behind it, inside the frame, leaves a pause before the next.",
  example: {
    says: 'Works out the value of each line of an order.',
    config: { items: '{{ input.lines }}' },
    inside: {
      type: 'script',
      name: 'Line value',
      config: { code: 'return { sku: item.sku, value: item.price * item.quantity };' },
    },
    inputs: {
      Order: {
        lines: [
          { sku: 'mug', price: 12, quantity: 2 },
          { sku: 'tea', price: 5, quantity: 1 },
        ],
      },
    },
    output: [
      { sku: 'mug', value: 24 },
      { sku: 'tea', value: 5 },
    ],
  },
});
