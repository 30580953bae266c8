import { verification } from '@millrace/shared/intake/index';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { anyForgedText } from './genuine/forged-texts.ts';
import type { Genuine } from './genuine/genuine.ts';
import { genuineRequests } from './genuine/index.ts';
import { type ForgedParts, provenParts } from './genuine/proven-parts.ts';
import { HeaderBag } from './header-bag.ts';
import type { VerificationResult } from './verifier.ts';
import { verify } from './verifiers.ts';

/** Forgeries of each part of each request; `pnpm forgeries` makes more than a million in all. */
const RUNS = Number(process.env.FORGERIES ?? 400);
const URL_AS_GIVEN = 'https://hooks.example/hooks/orders';

let forgeries = 0;
afterAll(() => process.stdout.write(`${forgeries} forged requests were checked.\n`) && undefined);

interface Change extends ForgedParts {
  readonly more?: readonly string[];
  readonly receivedAt?: number;
  readonly secrets?: readonly { readonly name: string; readonly value: string }[];
}

const noDocuments = () => Promise.reject(new Error('This preset needs no document.'));

const check = (genuine: Genuine, change: Change = {}): VerificationResult | Promise<VerificationResult> => {
  const { headers = genuine.headers, more = [], url = genuine.url ?? URL_AS_GIVEN } = change;
  const raw = Object.entries(headers).flat();
  return verify(
    verification.parse(genuine.config),
    {
      ...{ method: genuine.method ?? 'POST', url, query: url.split('?').slice(1).join('?') },
      headers: new HeaderBag([...raw, ...more]),
      body: change.body ?? Buffer.from(genuine.body),
      receivedAt: change.receivedAt ?? genuine.receivedAt,
    },
    change.secrets ?? (genuine.secret === '' ? [] : [{ name: 'NEW', value: genuine.secret }]),
    { read: genuine.read ?? noDocuments },
  );
};

describe.each(genuineRequests.map((genuine) => [genuine.name, genuine] as const))('%s', (_name, genuine) => {
  const { proven, headers } = genuine;
  const means = genuine.means ?? ((_header: string, value: string) => value);

  it('accepts the genuine request and names the secret that matched', async () => {
    const secret = genuine.secret === '' ? null : 'NEW';
    expect(await check(genuine)).toEqual({ kind: 'verified', secret });
  });

  it.skipIf(genuine.secret === '')('accepts either secret in rotation, and neither once both are gone', async () => {
    const old = { name: 'OLD', value: genuine.secret };
    expect(await check(genuine, { secrets: [old] })).toEqual({ kind: 'verified', secret: 'OLD' });
    expect((await check(genuine, { secrets: [] })).kind).toBe('refused');
  });

  it.each(provenParts(genuine, URL_AS_GIVEN))('refuses every other $name', async ({ name, text, change }) => {
    await fc.assert(
      fc.asyncProperty(anyForgedText(text), async (forged) => {
        fc.pre(means(name, forged) !== means(name, text));
        forgeries += 1;
        expect((await check(genuine, change(forged))).kind).toBe('refused');
      }),
      { numRuns: RUNS },
    );
  });

  it.each(proven.headers)('refuses a request in which %s is missing or comes twice', async (header) => {
    const { [header]: value = '', ...others } = headers;
    expect((await check(genuine, { headers: others })).kind).toBe('refused');
    for (const second of [value, '', '0', `${value}0`])
      expect((await check(genuine, { more: [header, second] })).kind).toBe('refused');
  });
});
