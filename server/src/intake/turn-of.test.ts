import { webhook } from '@millrace/shared/nodes/webhook';
import { describe, expect, it } from 'vitest';
import { HeaderBag } from './header-bag.ts';
import { turnOf } from './turn-of.ts';

const turn = (config: Record<string, unknown>, body: unknown, headers: string[] = []) =>
  turnOf(webhook.config.parse(config), new HeaderBag(headers), body);

describe('turnOf', () => {
  it('is nothing where the workflow says nothing of it', () => {
    expect(turn({}, { id: 1 })).toBeUndefined();
  });

  it('has the limit, with and without a key', () => {
    const limits = { concurrentExecutions: 3 };
    expect(turn({ limits }, {})).toEqual({ key: null, limit: 3 });
    expect(turn({ limits, order: { kind: 'path', path: 'id' } }, { id: 'a' })).toEqual({ key: '=a', limit: 3 });
  });

  describe('by a field', () => {
    const key = (customer: unknown) => turn({ order: { kind: 'path', path: 'customer.id' } }, { customer })?.key;

    it('is the same for what reads the same, and only for that', () => {
      expect(key({ id: 7 })).toBe(key({ id: '7' }));
      expect(key({ id: 7 })).not.toBe(key({ id: 8 }));
      const long = 'é'.repeat(5_000);
      expect(key({ id: long })).toBe(key({ id: long }));
      expect(key({ id: long })).not.toBe(key({ id: `${long}e` }));
      expect(key({ id: long })?.length).toBeLessThan(100);
    });

    it.each([undefined, null, {}, { id: null }, { id: '' }, { id: {} }, { id: [1] }])('is none in %j', (customer) => {
      expect(key(customer)).toBeNull();
    });
  });

  it('is the header, without the blanks around it', () => {
    const key = (...headers: string[]) => turn({ order: { kind: 'header', name: 'X-Shop' } }, {}, headers)?.key;
    expect(key('x-shop', ' one ')).toBe(key('X-Shop', 'one'));
    expect(key('x-shop', 'one')).not.toBe(key('x-shop', 'two'));
    expect(key('x-other', 'one')).toBeNull();
  });
});
