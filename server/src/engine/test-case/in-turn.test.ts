import { expect, it } from 'vitest';
import { inTurn } from './in-turn.ts';

it('runs one after the other, also behind one that failed, and keeps others waiting for none of them', async () => {
  const [shared, other] = [{}, {}];
  const order: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const first = inTurn(shared, async () => {
    await promise;
    order.push('first');
    throw new Error('It failed.');
  });
  const second = inTurn(shared, async () => order.push('second'));
  await inTurn(other, async () => order.push('other'));
  resolve();
  await expect(first).rejects.toThrow('It failed.');
  await second;
  expect(order).toEqual(['other', 'first', 'second']);
});
