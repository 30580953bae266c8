import { expect, it } from 'vitest';
import { newId } from './new-id.ts';

it('makes ids that differ, more than are drawn at once', () => {
  const ids = Array.from({ length: 5_000 }, () => newId(1_700_000_000_000));
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^018bcfe5-6800-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it('orders ids by time', () => {
  expect(newId(1_700_000_000_001) > newId(1_700_000_000_000)).toBe(true);
});
