import { z } from 'zod';
import { conditionGroup, describeCondition } from './condition.ts';
import { defineNode } from './define-node.ts';

const filterConfig = z.union(
  [...conditionGroup.options, z.strictObject({ expression: z.string().trim().min(1, 'Write an expression.') })],
  'A filter holds one of all, any or expression.',
);

export const filter = defineNode({
  type: 'filter',
  label: 'Filter',
  description: 'Goes on only when a condition holds.',
  group: 'flow',
  icon: 'funnel',
  effect: 'none',
  ports: { in: ['in'], out: ['out'] },
  config: filterConfig,
  initial: { all: [{ left: '', is: 'equals', right: '' }] },
  code: { expression: 'expression' },
  secretFields: [],
  timeoutMs: 1_000,
  summary: (config) => ('expression' in config ? config.expression : describeCondition(config)) || 'No condition yet',
  help: 'Passes its input on unchanged when the conditions hold; otherwise this branch ends here. Numbers compare as numbers, also when one side came as text: `"1200" > 1000` holds. *before* and *after* read ISO dates and Unix times; *matches* takes a pattern without lookaround (RE2).',
  example: {
    says: 'Only paid orders above 1000 go on.',
    config: {
      all: [
        { left: '{{ input.state }}', is: 'equals', right: 'paid' },
        { left: '{{ input.amount }}', is: 'greater-than', right: 1_000 },
      ],
    },
    inputs: { Order: { number: 'A-1042', state: 'paid', amount: '1200' } },
    output: { number: 'A-1042', state: 'paid', amount: '1200' },
  },
});
