import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { standardWebhooks } from '@millrace/shared/intake/standard-webhooks';
import { describe, expect, it } from 'vitest';
import { HeaderBag } from '../header-bag.ts';
import { standardWebhooksVerifier } from './standard-webhooks.ts';

const [ID, TIME, BODY, NOW] = ['msg_1', '1700000000', '{"type":"invoice.paid"}', 1_700_000_000_000];
const SIGNED = `${ID}.${TIME}.${BODY}`;
const KEY = Buffer.alloc(32, 7);
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const PUBLIC = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);

const v1 = (key: Uint8Array): string => `v1,${createHmac('sha256', key).update(SIGNED).digest('base64')}`;
const v1a = `v1a,${sign(null, Buffer.from(SIGNED), privateKey).toString('base64')}`;

const check = (signature: string, secret: string, { more = [] as string[], receivedAt = NOW } = {}) =>
  standardWebhooksVerifier.verify(
    standardWebhooks.config.parse({ preset: 'standard-webhooks', secrets: ['NEW'] }),
    {
      ...{ method: 'POST', url: 'https://hooks.example/hooks/orders', query: '', body: Buffer.from(BODY), receivedAt },
      headers: new HeaderBag(['webhook-id', ID, 'webhook-timestamp', TIME, 'webhook-signature', signature, ...more]),
    },
    [{ name: 'NEW', value: secret }],
  ).kind;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

describe('a key', () => {
  it('verifies in its own scheme', () => {
    expect(check(v1(KEY), `whsec_${base64(KEY)}`)).toBe('verified');
    expect(check(v1a, `whpk_${base64(PUBLIC)}`)).toBe('verified');
  });

  it.each(['', 'whpk_', 'whsk_'])(
    'that is public cannot sign as a shared secret, stored with %j before it',
    (prefix) => {
      expect(check(v1(PUBLIC), `${prefix}${base64(PUBLIC)}`)).toBe('refused');
      // Nor as the bytes that a lenient reader would make of the whole text.
      expect(check(v1(Buffer.from(`${prefix}${base64(PUBLIC)}`, 'base64')), `${prefix}${base64(PUBLIC)}`)).toBe(
        'refused',
      );
    },
  );

  it.each([
    ['without its prefix', base64(KEY)],
    ['with junk in it', `whsec_!!${base64(KEY)}`],
    ['without its padding', `whsec_${base64(KEY).replace(/=+$/, '')}`],
    ['as a public key', `whpk_${base64(KEY)}`],
  ])('%s verifies nothing', (_, secret) => {
    expect(check(v1(KEY), secret)).toBe('refused');
  });

  it('that is too short verifies nothing', () => {
    const short = Buffer.alloc(23, 7);
    expect(check(v1(short), `whsec_${base64(short)}`)).toBe('refused');
  });
});

describe('a request', () => {
  const secret = `whsec_${base64(KEY)}`;

  it('may carry several signatures, of both schemes, of which one fits', () => {
    const other = v1(Buffer.alloc(32, 8));
    for (const signature of [`${other} ${v1(KEY)}`, `${v1a} ${v1(KEY)}`, `v2,x ${v1(KEY)}`]) {
      expect(check(signature, secret)).toBe('verified');
    }
    expect(check(`${v1a} ${other}`, secret)).toBe('refused');
  });

  it('is tolerated up to the tolerance, both ways', () => {
    for (const off of [-300, 300]) expect(check(v1(KEY), secret, { receivedAt: NOW + off * 1_000 })).toBe('verified');
    for (const off of [-301, 301]) expect(check(v1(KEY), secret, { receivedAt: NOW + off * 1_000 })).toBe('refused');
  });

  it.each(['svix-id', 'svix-timestamp', 'svix-signature'])('may not carry %s as well', (header) => {
    expect(check(v1(KEY), secret, { more: [header, 'x'] })).toBe('refused');
  });
});
