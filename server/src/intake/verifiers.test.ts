import { createHmac } from 'node:crypto';
import { verification } from '@millrace/shared/intake/index';
import { describe, expect, it } from 'vitest';
import { basic } from './genuine/basic.ts';
import type { Genuine } from './genuine/genuine.ts';
import { stripe } from './genuine/stripe.ts';
import { HeaderBag } from './header-bag.ts';
import type { VerificationResult } from './verifier.ts';
import { verify } from './verifiers.ts';

const check = (genuine: Genuine, change: Partial<Genuine>): VerificationResult => {
  const { config, headers, body, secret, receivedAt } = { ...genuine, ...change };
  const result = verify(
    verification.parse(config),
    {
      ...{ method: 'POST', url: 'https://hooks.example/hooks/orders', query: '' },
      ...{ headers: new HeaderBag(Object.entries(headers).flat()), body: Buffer.from(body), receivedAt },
    },
    [{ name: 'NEW', value: secret }],
    { read: () => Promise.reject(new Error('No document is needed.')) },
  );
  // None of these presets needs a document, and so none makes anyone wait.
  if (result instanceof Promise) throw new Error('It is not known at once.');
  return result;
};

describe('verification by stripe', () => {
  const value = stripe.headers['stripe-signature'] ?? '';
  const at = (offSeconds: number) => check(stripe, { receivedAt: stripe.receivedAt + offSeconds * 1_000 });
  const withHeader = (header: string) => check(stripe, { headers: { 'stripe-signature': header } });

  it('tolerates a clock that is off by up to the tolerance, both ways', () => {
    for (const off of [-300, -299, 0, 299, 300]) expect(at(off).kind).toBe('verified');
    for (const off of [-301, 301, 86_400]) expect(at(off)).toMatchObject({ kind: 'refused', outcome: 'stale' });
  });

  it('takes any of several signatures and ignores those of another scheme', () => {
    const [time = '', signature = ''] = value.split(',');
    expect(withHeader(`${time},v1=${'0'.repeat(64)},${signature}`).kind).toBe('verified');
    expect(withHeader(`${time},v0=${'0'.repeat(64)},${signature}`).kind).toBe('verified');
    expect(withHeader(`${time},${signature.replace('v1', 'v0')}`).kind).toBe('refused');
  });

  it('refuses a header with two times, as two joined headers would make', () => {
    expect(withHeader(`t=1,${value}`).kind).toBe('refused');
    expect(withHeader(`${value}, ${value}`).kind).toBe('refused');
  });

  it.each(['0', '-1700000000', '1700000000.0', '01700000000', '1700000000 ', '1e9', ''])(
    'refuses the time %j',
    (time) => {
      const signature = createHmac('sha256', stripe.secret)
        .update(`${time}.${String(stripe.body)}`)
        .digest('hex');
      expect(withHeader(`t=${time},v1=${signature}`).kind).toBe('refused');
    },
  );
});

describe('verification by basic', () => {
  it('takes a password with colons', () => {
    const authorization = `basic ${Buffer.from('Aladdin:a:b:c').toString('base64')}`;
    expect(check(basic, { headers: { authorization }, secret: 'a:b:c' }).kind).toBe('verified');
  });
});
