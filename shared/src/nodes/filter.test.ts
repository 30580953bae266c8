import { expect, it } from 'vitest';
import { filter } from './filter.ts';

it.each<[Parameters<typeof filter.summary>[0], string]>([
  [filter.initial, 'No condition yet'],
  [{ all: [] }, 'No condition yet'],
  [{ expression: '' }, 'No condition yet'],
  [{ all: [{ left: '{{ trigger.body.total }}', is: 'greater-than', right: 1_000 }] }, 'total > 1000'],
  [
    {
      any: [
        { left: '{{ input.email }}', is: 'exists' },
        { left: '', is: 'equals', right: '' },
      ],
    },
    'email exists',
  ],
])('says of %j: %s', (config, summary) => {
  expect(filter.summary(config)).toBe(summary);
});
