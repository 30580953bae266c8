import { webhook } from '@millrace/shared/nodes/webhook';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import type { NewDelivery } from '../store/store.ts';
import { turnOf } from './turn-of.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ workers: 2 });
});
afterAll(() => sandbox.close());

const deliveryWith = (headers: NewDelivery['headers']): NewDelivery => ({
  ...{ id: '0198f1c2-0000-7000-8000-000000000000', workflowId: '0198f1c2-0000-7000-8000-000000000001' },
  ...{ outcome: 'accepted', status: 200, reason: null, method: 'POST', path: '/shops/north', query: 'day=1', headers },
  ...{
    contentType: 'application/json',
    remoteAddress: '127.0.0.1',
    body: new Uint8Array(),
    test: false,
    receivedAt: 0,
  },
  verification: { preset: 'none', secret: null },
});

const found = (config: Record<string, unknown>, body: unknown, headers: NewDelivery['headers'] = []) =>
  turnOf(webhook.config.parse(config), deliveryWith(headers), body, sandbox);
const turn = async (...given: Parameters<typeof found>) => (await found(...given)).turn;

describe('turnOf', () => {
  it('is nothing where the workflow says nothing of it', async () => {
    expect(await turn({}, { id: 1 })).toBeUndefined();
  });

  it('has the limit, with and without a key', async () => {
    const limits = { concurrentExecutions: 3 };
    expect(await turn({ limits }, {})).toEqual({ key: null, limit: 3 });
    expect(await turn({ limits, order: { kind: 'path', path: 'id' } }, { id: 'a' })).toEqual({ key: '=a', limit: 3 });
  });

  describe('by a field', () => {
    const key = async (customer: unknown) =>
      (await turn({ order: { kind: 'path', path: 'customer.id' } }, { customer }))?.key;

    it('is the same for what reads the same, and only for that', async () => {
      expect(await key({ id: 7 })).toBe(await key({ id: '7' }));
      expect(await key({ id: 7 })).not.toBe(await key({ id: 8 }));
      const long = 'é'.repeat(5_000);
      expect(await key({ id: long })).toBe(await key({ id: long }));
      expect(await key({ id: long })).not.toBe(await key({ id: `${long}e` }));
      expect((await key({ id: long }))?.length).toBeLessThan(100);
    });

    it.each([undefined, null, {}, { id: null }, { id: '' }, { id: {} }, { id: [1] }])(
      'is none in %j',
      async (customer) => {
        expect(await key(customer)).toBeNull();
      },
    );
  });

  it('is the header, without the blanks around it', async () => {
    const key = async (...headers: NewDelivery['headers']) =>
      (await turn({ order: { kind: 'header', name: 'X-Shop' } }, {}, headers))?.key;
    expect(await key(['x-shop', ' one '])).toBe(await key(['X-Shop', 'one']));
    expect(await key(['x-shop', 'one'])).not.toBe(await key(['x-shop', 'two']));
    expect(await key(['x-other', 'one'])).toBeNull();
    expect(await key(['x-shop', 'one'], ['X-Shop', 'two'])).toBeNull();
  });

  describe('by an expression', () => {
    const by = (key: string) => ({ path: '/shops/:shop', order: { kind: 'expression', key } });

    it('is known at once where it is made of plain paths', () => {
      const key = '{{ trigger.params.shop }}-{{ trigger.body.number }}-{{ trigger.query.day }}';
      expect(found(by(key), { number: 7 })).toEqual({ turn: { key: '=north-7-1', limit: null } });
      expect(found(by('{{ trigger.body.number }}'), {})).toEqual({ turn: { key: null, limit: null } });
    });

    it.each([
      ['{{ trigger.body.customer?.id ?? trigger.body.email.toLowerCase() }}', { email: 'A@B.example' }, '=a@b.example'],
      ['{{ trigger.body.customer?.id ?? trigger.body.email.toLowerCase() }}', { customer: { id: 7 } }, '=7'],
      ['{{ trigger.headers["x-shop"].split(".")[0] }}/{{ trigger.body.id + 1 }}', { id: 1 }, '=one/2'],
      ['{{ trigger.body.items?.map(({ id }) => id).join() }}', {}, null],
      ['{{ 1 + 1 }}', {}, '=2'],
    ])('%s of %j is %s', async (expression, body, expected) => {
      expect(await turn(by(expression), body, [['X-Shop', 'one.example']])).toEqual({ key: expected, limit: null });
    });

    it.each([
      ['{{ trigger.body.customer.id.trim() }}', /: TypeError: /],
      ['{{ (() => { for (;;); })() }}', /stopped after 250 ms/],
      ['{{ input + 1 }}', /ReferenceError/],
    ])('is none, and says why, where %s fails', async (expression, reason) => {
      const { turn: without, problem } = await found(by(expression), {});
      expect(without).toEqual({ key: null, limit: null });
      expect(problem).toMatch(/ran at once/);
      expect(problem).toMatch(reason);
    });
  });
});
