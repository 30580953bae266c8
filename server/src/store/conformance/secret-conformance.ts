import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { StoreUnderTest } from './conformance-suite.ts';
import { NOON } from './samples.ts';

export function secretConformance(store: StoreUnderTest): void {
  describe('secrets', () => {
    it('keeps, replaces, lists and removes', async () => {
      const before = await store().secretsChangedCount();
      await store().putSecret('B', Buffer.from('sealed b'), NOON);
      await store().putSecret('A', Buffer.from('old'), NOON);
      expect(await store().putSecret('A', Buffer.from('sealed a'), NOON + 1)).toEqual({
        name: 'A',
        createdAt: NOON,
        updatedAt: NOON + 1,
      });
      const loaded = await store().loadSecrets();
      expect(loaded.map(({ name, sealed }) => [name, Buffer.from(sealed).toString()])).toEqual([
        ['A', 'sealed a'],
        ['B', 'sealed b'],
      ]);
      const first = await store().listSecrets({ limit: 1 });
      expect(first.items).toEqual([{ name: 'A', createdAt: NOON, updatedAt: NOON + 1 }]);
      const second = await store().listSecrets({ limit: 1, cursor: first.nextCursor ?? '' });
      expect([second.items[0]?.name, second.nextCursor]).toEqual(['B', null]);
      expect(await store().deleteSecret('A')).toBe(true);
      expect(await store().deleteSecret('A')).toBe(false);
      expect(await store().secretsChangedCount()).toBeGreaterThan(before);
    });
  });

  describe('sessions', () => {
    it('are found until they end', async () => {
      const [one, other] = ['one', 'other'].map((text) => createHash('sha256').update(text).digest()) as [
        Buffer,
        Buffer,
      ];
      await store().createSession(one, NOON + 10, NOON);
      await store().createSession(other, NOON + 20, NOON);
      expect(await store().findSession(one, NOON + 9)).toEqual({ expiresAt: NOON + 10 });
      expect(await store().findSession(one, NOON + 10)).toBeUndefined();
      await store().deleteSession(other);
      expect(await store().findSession(other, NOON)).toBeUndefined();
    });
  });
}
