import { deduplicate } from '@millrace/shared/deduplicate';
import { mailgun } from '@millrace/shared/intake/mailgun';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBody } from '../../body/parse-body.ts';
import { deliveryKeyOf } from '../delivery-key.ts';
import { mailgun as genuine, mailgunForm } from '../genuine/mailgun.ts';
import { HeaderBag } from '../header-bag.ts';
import { mailgunVerifier } from './mailgun.ts';

const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';
const config = mailgun.config.parse({ preset: 'mailgun', secrets: ['NEW'] });
const sent: { signature: Record<string, unknown> } = JSON.parse(String(genuine.body));
const { timestamp, token, signature } = sent.signature;

const check = (body: string, { contentType = JSON_TYPE, secret = genuine.secret, offSeconds = 0 } = {}) =>
  mailgunVerifier.verify(
    config,
    {
      ...{ method: 'POST', url: 'https://hooks.example/hooks/mail', query: '', body: Buffer.from(body) },
      headers: new HeaderBag(['Content-Type', contentType]),
      receivedAt: genuine.receivedAt + offSeconds * 1_000,
    },
    [{ name: 'NEW', value: secret }],
  );
const json = (change: object, event: object = {}) =>
  JSON.stringify({ signature: { ...sent.signature, ...change }, 'event-data': event });
const form = (change: object) => new URLSearchParams({ ...sent.signature, ...change } as never).toString();

describe('the signature in the body of Mailgun', () => {
  it.each(['timestamp', 'token', 'signature'])('covers every letter of %s', (field) => {
    const value = String(sent.signature[field]);
    fc.assert(
      fc.property(fc.nat(value.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, letter) => {
        const edited = value.slice(0, at) + letter + value.slice(at + 1);
        fc.pre(edited !== value);
        for (const other of [edited, value.slice(0, at), value + letter, letter + value]) {
          expect(check(json({ [field]: other })).kind).toBe('refused');
          expect(check(form({ [field]: other }), { contentType: FORM }).kind).toBe('refused');
        }
      }),
      { numRuns: 300 },
    );
  });

  it('cannot be had by moving a letter between time and token, which stand side by side', () => {
    const moved = { timestamp: String(timestamp).slice(0, 9), token: String(timestamp).slice(9) + String(token) };
    expect(check(json(moved), { offSeconds: -1_376_106_169 }).kind).toBe('refused');
    const back = { timestamp: `${timestamp}${String(token)[0]}`, token: String(token).slice(1) };
    expect(check(json(back)).kind).toBe('refused');
  });

  it.each([
    ['nothing', ''],
    ['no object', '[]'],
    ['null', '{"signature":null}'],
    ['a list', '{"signature":[]}'],
    ['broken JSON', '{"signature":'],
    ['two tokens', json({ token: [token, token] })],
    ['no signature', json({ signature: undefined })],
    ['a signature that is no text', json({ signature: 1 })],
    ['a signature in capitals', json({ signature: String(signature).toUpperCase() })],
  ])('is refused in a body with %s', (_, body) => {
    expect(check(body)).toMatchObject({ kind: 'refused', outcome: 'unverified' });
  });

  it('is refused in a form that holds a field twice', () => {
    expect(check(`${form({})}&token=${String(token)}`, { contentType: FORM }).kind).toBe('refused');
  });

  it('may hold its time as a number', () => {
    expect(check(json({ timestamp: Number(timestamp) })).kind).toBe('verified');
  });

  it('may be that of the account above a subaccount', () => {
    // Made with another implementation (Python’s hmac).
    const parent = '7e0bfa889c193062b6b28dfa2d4329a26e7c03e9e477664281c729529ec3d02d';
    const body = json({ 'parent-signature': parent });
    for (const secret of [genuine.secret, 'sub key']) expect(check(body, { secret }).kind).toBe('verified');
    expect(check(body, { secret: 'another key' }).kind).toBe('refused');
  });

  it('is tolerated up to the tolerance, both ways', () => {
    for (const offSeconds of [-3_600, 0, 3_600]) expect(check(json({}), { offSeconds }).kind).toBe('verified');
    for (const offSeconds of [-3_601, 3_601])
      expect(check(json({}), { offSeconds })).toMatchObject({ kind: 'refused', outcome: 'stale' });
  });
});

describe('a token of Mailgun', () => {
  const keyOf = (body: string, contentType: string) => {
    const parsed = parseBody(contentType, Buffer.from(body));
    if (parsed.kind === 'problem') throw new Error(parsed.message);
    const webhook = { deduplicate: deduplicate.parse({ kind: 'sender' }), verification: config };
    const found = deliveryKeyOf(webhook, { headers: new HeaderBag([]), body: Buffer.from(body), parsed });
    return found.kind === 'key' ? found.key.value : found;
  };

  it('starts one execution, whatever event it comes with and in whatever form', () => {
    const key = keyOf(String(genuine.body), JSON_TYPE);
    expect(key).toEqual(expect.any(String));
    expect(keyOf(json({}, { event: 'unsubscribed', id: 'forged' }), JSON_TYPE)).toBe(key);
    expect(keyOf(String(mailgunForm.body), FORM)).toBe(key);
    expect(keyOf(JSON.stringify(sent.signature), JSON_TYPE)).toBe(key);
    expect(keyOf(json({ token: 'another' }), JSON_TYPE)).not.toBe(key);
  });
});
