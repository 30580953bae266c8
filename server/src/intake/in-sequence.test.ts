import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InSequence } from './in-sequence.ts';

it('hands on in the order of the asking, for each key, whatever is told first', async () => {
  const asked = fc.array(fc.record({ key: fc.constantFrom('a', 'b'), fails: fc.boolean() }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(asked, fc.scheduler(), async (all, scheduler) => {
      const sequence = new InSequence();
      const handedOn: number[] = [];
      const waiting = all.map(async ({ key, fails }, at) => {
        const told = scheduler.schedule(Promise.resolve(at)).then((value) => (fails ? Promise.reject(value) : value));
        await sequence.after(key, told).catch(() => undefined);
        handedOn.push(at);
      });
      await scheduler.waitAll();
      await Promise.all(waiting);
      expect(handedOn.length).toBe(all.length);
      for (const key of ['a', 'b']) {
        const ofKey = handedOn.filter((at) => all[at]?.key === key);
        expect(ofKey).toEqual(ofKey.toSorted((one, other) => one - other));
      }
    }),
  );
});
