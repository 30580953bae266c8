import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Slots } from './slots.ts';

describe('Slots', () => {
  it('holds what came and did not go, whatever the order', () => {
    const steps = fc.array(fc.oneof(fc.constant('add' as const), fc.nat(50)), { maxLength: 200 });
    fc.assert(
      fc.property(steps, (actions) => {
        const slots = new Slots<{ readonly id: number }>();
        const held = new Map<number, number>();
        for (const [id, action] of actions.entries()) {
          if (action === 'add') {
            const slot = slots.add({ id });
            expect(held.has(slot)).toBe(false);
            held.set(slot, id);
          } else {
            slots.remove(action);
            held.delete(action);
          }
          expect([...slots].map((item) => item.id).sort()).toEqual([...held.values()].sort());
        }
      }),
    );
  });

  it('gives numbers again, so that it grows no longer than what it held at once', () => {
    const slots = new Slots<object>();
    const given = Array.from({ length: 1_000 }, () => {
      const slot = slots.add({});
      slots.remove(slot);
      return slot;
    });
    expect(new Set(given)).toEqual(new Set([0]));
  });

  it('may lose items while they are gone through', () => {
    const slots = new Slots<{ readonly slot: number }>();
    for (let slot = 0; slot < 5; slot++) slots.add({ slot });
    for (const { slot } of slots) slots.remove(slot);
    expect([...slots]).toEqual([]);
  });
});
