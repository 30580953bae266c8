import { describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../store/store.ts';
import { testIntake } from '../test-intake.ts';
import { bodyFit } from './body-fit.ts';

const test = testIntake();
const { started, intakeOf, workflowWith, request } = test;

const compare = (schema: unknown, body: unknown) =>
  bodyFit({ bodySchema: { kind: 'schema', schema, otherwise: 'refuse' } }, body);
const said = (schema: unknown, body: unknown): string | null => {
  const found = compare(schema, body);
  return found.kind === 'fits' ? null : found.reason.replace('The body does not fit the schema. ', '');
};

const order = {
  type: 'object',
  required: ['items'],
  properties: { items: { items: { properties: { amount: { type: 'number' } } } } },
};

describe('bodyFit', () => {
  it('says where a body does not fit', () => {
    expect(said(order, { items: [{ amount: '12' }] })).toBe('/items/0/amount must be a number.');
    expect(said(order, { items: [{ amount: 1 }] })).toBeNull();
    expect(said(order, {})).toBe('The body must have a member "items".');
    expect(said(order, null)).toBe('The body must be an object.');
    expect(said({ properties: { 'a/b': { maxLength: 1 } } }, { 'a/b': 'xx' })).toBe(
      '/a~1b must have at most 1 characters.',
    );
  });

  it.each([
    ['uuid', '9b2f6c1e-3d55-4b1c-8b4e-0a4f1f5f5d11', '9b2f6c1e'],
    ['date-time', '2026-05-04T12:00:00+02:00', '2026-05-04 12:00'],
    ['email', 'ada@example.com', 'ada@'],
    ['ipv4', '203.0.113.7', '203.0.113'],
    ['uri', 'https://example.com/a?b=c', 'example'],
  ])('checks the format %s', (format, good, bad) => {
    expect(said({ format }, good)).toBeNull();
    expect(said({ format }, bad)).toBe(`The body must be of the format ${format}.`);
  });

  it('takes numbers of tenths for multiples of a tenth', () => {
    expect(said({ multipleOf: 0.1 }, 0.3)).toBeNull();
    expect(said({ multipleOf: 0.1 }, 0.35)).toMatch(/multiple of 0.1/);
  });

  it('ends with every body, however the schema plays with it', () => {
    const bomb = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [
        `a${at}`,
        at === 39 ? true : { allOf: [{ $ref: `#/$defs/a${at + 1}` }, { $ref: `#/$defs/a${at + 1}` }] },
      ]),
    );
    expect(said({ $defs: bomb, $ref: '#/$defs/a0' }, 1)).toMatch(/takes too long/);
    expect(said({ $ref: '#' }, 1)).toMatch(/refers to itself without end/);
    expect(
      said(
        { type: 'array', uniqueItems: true },
        Array.from({ length: 20_000 }, (_, at) => ({ at })),
      ),
    ).toBeNull();
    // Backtracking would need longer than the universe is old.
    expect(said({ pattern: '^(a+)+$' }, `${'a'.repeat(50_000)}b`)).toBe('The body must match ^(a+)+$.');
    expect(said({ patternProperties: { '^(a|a)*$': false } }, { [`${'a'.repeat(5_000)}b`]: 1 })).toBeNull();
  });

  it('makes no code of a schema', () => {
    const code = 'x"]); globalThis.pwned = true; ([\u2028"';
    const schema = { properties: { [code]: { enum: [code], $comment: code } }, required: [code], title: code };
    expect(said(schema, { [code]: 1 })).toContain('must be');
    expect(globalThis).not.toHaveProperty('pwned');
  });

  it('passes over what objects inherit', () => {
    const proto = JSON.parse('{"properties":{"__proto__":{"type":"string"}},"required":["toString"]}');
    expect(said(proto, {})).toMatch(/must have a member "toString"/);
    expect(said(proto, JSON.parse('{"__proto__":1,"toString":1}'))).toBe('/__proto__ must be a text.');
  });
});

describe('a workflow with a schema of the body', () => {
  const misfit = '{"items":[{"amount":"12"}]}';
  const keyed = (body: string) =>
    request(body, { rawHeaders: ['Content-Type', 'application/json', 'X-Event-Id', 'e1'] });
  const config = (otherwise: string) => ({
    bodySchema: { kind: 'schema', schema: order, otherwise },
    deduplicate: { kind: 'header', name: 'x-event-id' },
  });

  it('refuses what does not fit with 422, keeps why, and takes the corrected event', async () => {
    const workflowId = await workflowWith(config('refuse'));
    expect(await intakeOf().receive(keyed(misfit))).toEqual({
      kind: 'refused',
      outcome: 'invalid-body',
      status: 422,
      headers: {},
    });
    await test.refusals.close();
    const { items } = await test.store.listDeliveries({ limit: 5, workflowId });
    expect(items).toMatchObject([
      { status: 422, reason: 'The body does not fit the schema. /items/0/amount must be a number.' },
    ]);
    expect(await intakeOf().receive(keyed('{"items":[]}'))).toMatchObject({ kind: 'accepted', running: {} });
  });

  it('quarantines: commits without running, and takes the corrected event', async () => {
    const workflowId = await workflowWith(config('quarantine'));
    const outcome = await intakeOf().receive(keyed(misfit));
    if (outcome.kind !== 'quarantined') throw new Error(JSON.stringify(outcome));
    expect(await test.store.getDelivery(outcome.deliveryId)).toMatchObject({
      outcome: 'quarantined',
      status: 200,
      executionIds: [],
      body: Buffer.from(misfit),
    });
    expect(started.filter((work) => work.workflowId === workflowId)).toEqual([]);
    const full = { accept: () => Promise.reject(new StoreUnavailable('The disk is full.')) };
    expect(await intakeOf({ store: full }).receive(keyed(misfit))).toMatchObject({ kind: 'unavailable' });
    expect(await intakeOf().receive(keyed('{"items":[]}'))).toMatchObject({ kind: 'accepted', running: {} });
  });
});
