import { z } from 'zod';
import { fieldPath } from '../field-path.ts';
import { defineNode } from './define-node.ts';

export const mergeModes = ['all', 'first', 'combine', 'append'] as const;
export const mergeJoins = ['inner', 'left', 'outer'] as const;

const mergeConfig = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('all') }),
  z.strictObject({ mode: z.literal('first') }),
  z.strictObject({
    mode: z.literal('combine'),
    key: fieldPath,
    join: z.enum(mergeJoins).default('inner'),
  }),
  z.strictObject({ mode: z.literal('append') }),
]);
export type MergeConfig = z.output<typeof mergeConfig>;

export const merge = defineNode({
  type: 'merge',
  label: 'Merge',
  description: 'Brings branches together again.',
  group: 'flow',
  icon: 'merge',
  effect: 'none',
  ports: { in: ['in'], out: ['out'] },
  takesFirst: ({ mode }) => mode === 'first',
  config: mergeConfig,
  initial: { mode: 'all' },
  code: {},
  secretFields: [],
  timeoutMs: 1_000,
  summary: (config) => {
    switch (config.mode) {
      case 'all':
        return 'waits for all';
      case 'first':
        return 'the first that comes';
      case 'combine':
        return config.key ? `by ${config.key}, ${config.join ?? 'inner'} join` : 'No key yet';
      case 'append':
        return 'one list behind the other';
    }
  },
  help: '*Wait for all*: an object with the value of each node before it, by name. *First*: the value that comes first, at once; what comes later goes no further. *Combine*: lists of objects joined by a field with the same value (`7` and `"7"` are the same), their fields merged, where later lists win. *Inner* keeps what every list has, *left* all of the first list, *outer* everything. *Append*: the items of all lists, one list behind the other. Lists come in the order of the edges; a node that was skipped counts as an empty list.',
  example: {
    says: 'Gives each order the name of its customer.',
    config: { mode: 'combine', key: 'customer', join: 'left' },
    inputs: {
      Orders: [
        { order: 1, customer: 7 },
        { order: 2, customer: 8 },
      ],
      Customers: [{ customer: 7, name: 'Ada' }],
    },
    output: [
      { order: 1, customer: 7, name: 'Ada' },
      { order: 2, customer: 8 },
    ],
  },
});
