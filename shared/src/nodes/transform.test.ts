import { expect, it } from 'vitest';
import { transform } from './transform.ts';

it.each<[Parameters<typeof transform.summary>[0], string]>([
  [transform.initial, 'Passes its input on'],
  [{ keep: 'none' }, 'An empty object'],
  [
    {
      set: [
        { path: 'email', value: '' },
        { path: ' ', value: '' },
      ],
    },
    'set email',
  ],
  [{ set: [{ path: 'vip', value: true }], remove: ['a', 'b'] }, 'set vip · remove 2 fields'],
])('says of %j: %s', (config, summary) => {
  expect(transform.summary(config)).toBe(summary);
});
