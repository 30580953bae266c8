import { createHmac } from 'node:crypto';
import { type Verification, verification } from '@millrace/shared/intake/index';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeaderBag } from './header-bag.ts';
import type { VerificationResult } from './verifier.ts';
import { verify } from './verifiers.ts';

/** None of these presets needs a document, and so none makes anyone wait. */
const verifyAtOnce = (...sent: Parameters<typeof verify> extends [...infer Sent, unknown] ? Sent : never) => {
  const result = verify(...sent, { read: () => Promise.reject(new Error('No document is needed.')) });
  if (result instanceof Promise) throw new Error('It is not known at once.');
  return result;
};

const secret = (value: string) => [{ name: 'NEW', value }];

interface Sent {
  readonly config: Verification;
  readonly header: string;
  readonly value: string;
  readonly body: string | Uint8Array;
  readonly secret: string;
  readonly receivedAt: number;
}

const check = (sent: Sent, change: Partial<Sent> = {}): VerificationResult => {
  const { config, header, value, body, secret: secretValue, receivedAt } = { ...sent, ...change };
  const request = {
    ...{ method: 'POST', url: 'https://hooks.example/hooks/orders', query: '' },
    ...{ headers: new HeaderBag([header, value]), body: Buffer.from(body), receivedAt },
  };
  return verifyAtOnce(config, request, secret(secretValue));
};

const config = (value: unknown): Verification => verification.parse(value);

/** One genuine request for each preset that can refuse; the first ones are the senders' published vectors. */
const genuine: Record<string, Sent> = {
  github: {
    config: config({ preset: 'github', secrets: ['NEW'] }),
    header: 'X-Hub-Signature-256',
    value: 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    body: 'Hello, World!',
    secret: "It's a Secret to Everybody",
    receivedAt: 0,
  },
  stripe: {
    config: config({ preset: 'stripe', secrets: ['NEW'] }),
    header: 'Stripe-Signature',
    value: 't=1700000000,v1=d95c6b7477fbd7e9f90b1b0ef5f9c7ac25abca5382460e0d988c2b2a5b71b990',
    body: '{"id":"evt_test_webhook","object":"event"}',
    secret: 'whsec_test_secret',
    receivedAt: 1_700_000_000_000,
  },
  hmac: {
    config: config({ preset: 'hmac', secrets: ['NEW'], header: 'X-Signature' }),
    header: 'X-Signature',
    value: 'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8',
    body: 'The quick brown fox jumps over the lazy dog',
    secret: 'key',
    receivedAt: 0,
  },
  'hmac in base64 with a prefix': {
    config: config({
      preset: 'hmac',
      secrets: ['NEW'],
      header: 'X-Sig',
      algorithm: 'sha512',
      encoding: 'base64',
      prefix: 'v1=',
    }),
    header: 'X-Sig',
    value: `v1=${createHmac('sha512', 'another key').update('{"a":1}').digest('base64')}`,
    body: '{"a":1}',
    secret: 'another key',
    receivedAt: 0,
  },
  'header token': {
    config: config({ preset: 'header-token', secrets: ['NEW'] }),
    header: 'Authorization',
    value: 'Bearer a-long-token',
    body: '',
    secret: 'a-long-token',
    receivedAt: 0,
  },
  basic: {
    config: config({ preset: 'basic', user: 'Aladdin', secrets: ['NEW'] }),
    header: 'Authorization',
    value: 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
    body: '',
    secret: 'open sesame',
    receivedAt: 0,
  },
};
const signsBody = ['github', 'stripe', 'hmac', 'hmac in base64 with a prefix'];

const edits = (text: string) =>
  fc.oneof(
    fc.record({ at: fc.nat(text.length - 1), bit: fc.nat(6) }).map(({ at, bit }) => {
      const bytes = Buffer.from(text, 'latin1');
      bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
      return bytes.toString('latin1');
    }),
    fc.nat(text.length - 1).map((length) => text.slice(0, length)),
    fc.string({ minLength: 1, maxLength: 5 }).map((more) => text + more),
    fc.string({ minLength: 1, maxLength: 5 }).map((more) => more + text),
    fc.constantFrom(
      text.toUpperCase(),
      '',
      `${text},${text}`,
      text.replace('sha256=', 'sha1='),
      text.replace(/=+$/, ''),
    ),
  );

describe.each(Object.entries(genuine))('verification by %s', (name, sent) => {
  it('accepts the genuine request and names the secret', () => {
    expect(check(sent)).toEqual({ kind: 'verified', secret: 'NEW' });
  });

  it('accepts either secret while they are rotated and neither once both are gone', () => {
    const request = {
      method: 'POST',
      url: 'https://hooks.example/hooks/orders',
      query: '',
      headers: new HeaderBag([sent.header, sent.value]),
      body: Buffer.from(sent.body),
      receivedAt: sent.receivedAt,
    };
    const old = { name: 'OLD', value: sent.secret };
    expect(verifyAtOnce(sent.config, request, [{ name: 'NEW', value: 'something else' }, old])).toEqual({
      kind: 'verified',
      secret: 'OLD',
    });
    expect(verifyAtOnce(sent.config, request, [{ name: 'NEW', value: 'something else' }]).kind).toBe('refused');
    expect(verifyAtOnce(sent.config, request, []).kind).toBe('refused');
  });

  it('refuses every other header value', () => {
    const value = edits(sent.value).filter((edited) => edited !== sent.value && edited.trim() !== sent.value);
    fc.assert(
      fc.property(value, (edited) => {
        // The scheme's case is free in RFC 7617; everything behind it is not.
        fc.pre(
          name !== 'basic' || edited.slice(6) !== sent.value.slice(6) || edited.slice(0, 6).toLowerCase() !== 'basic ',
        );
        expect(check(sent, { value: edited }).kind).toBe('refused');
      }),
      { numRuns: 500 },
    );
  });

  it('refuses a request without the header', () => {
    expect(check(sent, { header: 'X-Other' }).kind).toBe('refused');
  });
});

describe.each(signsBody)('the signature of %s', (name) => {
  const sent = genuine[name] as Sent;

  it('covers every byte of the body', () => {
    const body = Buffer.from(sent.body).toString('latin1');
    fc.assert(
      fc.property(
        edits(body).filter((edited) => edited !== body),
        (edited) => {
          expect(check(sent, { body: Buffer.from(edited, 'latin1') }).kind).toBe('refused');
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('verification by stripe', () => {
  const sent = genuine.stripe as Sent;
  const at = (offSeconds: number) => check(sent, { receivedAt: sent.receivedAt + offSeconds * 1_000 });

  it('tolerates a clock that is off by up to the tolerance, both ways', () => {
    for (const off of [-300, -299, 0, 299, 300]) expect(at(off).kind).toBe('verified');
    for (const off of [-301, 301, 86_400]) expect(at(off)).toMatchObject({ kind: 'refused', outcome: 'stale' });
  });

  it('takes any of several signatures and ignores those of another scheme', () => {
    const [time = '', signature = ''] = sent.value.split(',');
    expect(check(sent, { value: `${time},v1=${'0'.repeat(64)},${signature}` }).kind).toBe('verified');
    expect(check(sent, { value: `${time},v0=${'0'.repeat(64)},${signature}` }).kind).toBe('verified');
    expect(check(sent, { value: `${time},${signature.replace('v1', 'v0')}` }).kind).toBe('refused');
  });

  it('refuses a header with two times, as two joined headers would make', () => {
    expect(check(sent, { value: `t=1,${sent.value}` }).kind).toBe('refused');
    expect(check(sent, { value: `${sent.value}, ${sent.value}` }).kind).toBe('refused');
  });

  it.each(['0', '-1700000000', '1700000000.0', '01700000000', '1700000000 ', '1e9', ''])(
    'refuses the time %j',
    (time) => {
      const signature = createHmac('sha256', sent.secret)
        .update(`${time}.${String(sent.body)}`)
        .digest('hex');
      expect(check(sent, { value: `t=${time},v1=${signature}` }).kind).toBe('refused');
    },
  );
});

describe('verification by basic', () => {
  it('takes a password with colons', () => {
    const value = `basic ${Buffer.from('Aladdin:a:b:c').toString('base64')}`;
    expect(check(genuine.basic as Sent, { value, secret: 'a:b:c' }).kind).toBe('verified');
  });
});
