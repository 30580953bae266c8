import { verification } from '@millrace/shared/intake/index';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Genuine } from './genuine/genuine.ts';
import { genuineRequests } from './genuine/index.ts';
import { HeaderBag } from './header-bag.ts';
import type { VerificationResult } from './verifier.ts';
import { verify } from './verifiers.ts';

/** Cases of each property; the long form, `FORGERIES=20000`, makes more than a million in all. */
const RUNS = Number(process.env.FORGERIES ?? 400);
const URL_AS_GIVEN = 'https://hooks.example/hooks/orders';

interface Change {
  readonly headers?: Readonly<Record<string, string>>;
  readonly more?: readonly string[];
  readonly body?: Uint8Array;
  readonly url?: string;
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
      ...{ method: genuine.method ?? 'POST', url, query: url.split('?')[1] ?? '' },
      headers: new HeaderBag([...raw, ...more]),
      body: change.body ?? Buffer.from(genuine.body),
      receivedAt: change.receivedAt ?? genuine.receivedAt,
    },
    change.secrets ?? [{ name: 'NEW', value: genuine.secret }],
    { read: genuine.read ?? noDocuments },
  );
};

/** Bits flipped, cut, lengthened, in another case, encoded anew, twice. */
const edits = (text: string): fc.Arbitrary<string> =>
  fc
    .oneof(
      fc.record({ at: fc.nat(Math.max(0, text.length - 1)), bit: fc.nat(6) }).map(({ at, bit }) => {
        const bytes = Buffer.from(text, 'latin1');
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        return bytes.toString('latin1');
      }),
      fc.nat(Math.max(0, text.length - 1)).map((length) => text.slice(0, length)),
      fc.nat(Math.max(0, text.length - 1)).map((from) => text.slice(from)),
      fc.string({ minLength: 1, maxLength: 5 }).map((more) => text + more),
      fc.string({ minLength: 1, maxLength: 5 }).map((more) => more + text),
      fc.constantFrom(
        text.toUpperCase(),
        text.toLowerCase(),
        '',
        `${text},${text}`,
        `${text}, ${text}`,
        `${text} ${text}`,
        encodeURIComponent(text),
        Buffer.from(text).toString('base64'),
        Buffer.from(text).toString('hex'),
        text.replace('sha256=', 'sha1='),
        text.replace(/=+$/, ''),
        text.replaceAll('+', '-').replaceAll('/', '_'),
        '0',
        'null',
      ),
    )
    .filter((edited) => edited !== text);

describe.each(genuineRequests.map((genuine) => [genuine.name, genuine] as const))('%s', (_name, genuine) => {
  const { proven, headers } = genuine;
  const means = genuine.means ?? ((_header: string, value: string) => value);

  it('accepts the genuine request and names the secret that matched', async () => {
    expect(await check(genuine)).toEqual({ kind: 'verified', secret: 'NEW' });
  });

  it('accepts either secret while they are rotated, and neither once both are gone', async () => {
    const old = { name: 'OLD', value: genuine.secret };
    expect(await check(genuine, { secrets: [old] })).toEqual({ kind: 'verified', secret: 'OLD' });
    expect((await check(genuine, { secrets: [] })).kind).toBe('refused');
  });

  it.each(proven.headers)('refuses every other value of %s', async (header) => {
    const value = headers[header] ?? '';
    await fc.assert(
      fc.asyncProperty(edits(value), async (edited) => {
        fc.pre(means(header, edited) !== means(header, value));
        expect((await check(genuine, { headers: { ...headers, [header]: edited } })).kind).toBe('refused');
      }),
      { numRuns: RUNS },
    );
  });

  it.each(proven.headers)('refuses a request in which %s is missing or comes twice', async (header) => {
    const { [header]: value = '', ...others } = headers;
    expect((await check(genuine, { headers: others })).kind).toBe('refused');
    expect((await check(genuine, { more: [header, value] })).kind).toBe('refused');
  });

  it.runIf(proven.body)('refuses every other body', async () => {
    const body = Buffer.from(genuine.body).toString('latin1');
    await fc.assert(
      fc.asyncProperty(edits(body), async (edited) => {
        fc.pre(means('body', edited) !== means('body', body));
        expect((await check(genuine, { body: Buffer.from(edited, 'latin1') })).kind).toBe('refused');
      }),
      { numRuns: RUNS },
    );
  });

  it.runIf(proven.url)('refuses every other URL', async () => {
    const url = genuine.url ?? URL_AS_GIVEN;
    await fc.assert(
      fc.asyncProperty(edits(url), async (edited) => {
        fc.pre(means('url', edited) !== means('url', url));
        expect((await check(genuine, { url: edited })).kind).toBe('refused');
      }),
      { numRuns: RUNS },
    );
  });
});
