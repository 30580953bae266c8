import { readFileSync } from 'node:fs';
import { endpoints } from '@millrace/shared/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { gitHubVendor, postRaw, type SentWebhook, stripeVendor, type Vendor } from './vendor-verdicts.ts';

const SECRET = 'whsec_5a2b18f6e2d3c4b5a9c1185a5c5e94d5';
const fixture = (name: string): string => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
const event = fixture('stripe-checkout-session-completed.json');
const push = fixture('github-push.json');

let server: RunningServer;
const urls = new Map<Vendor, string>();
beforeAll(async () => {
  server = await startServer();
  await server.api(endpoints.putSecret, { params: { name: 'SIGNING' }, body: { value: SECRET } });
  for (const [vendor, preset] of [
    [stripeVendor, 'stripe'],
    [gitHubVendor, 'github'],
  ] as const) {
    const config = { verification: { preset, secrets: ['SIGNING'] } };
    const graph = graphOf([{ id: 'hook', type: 'webhook', name: 'Hook', config }]);
    urls.set(vendor, (await publishedWorkflow(server.api, preset, graph)).triggerUrl);
  }
});
afterAll(() => server?.close());

/** What the vendor's package and the server say of the same request. */
const verdicts = async (vendor: Vendor, sent: SentWebhook) => {
  const status = await postRaw(urls.get(vendor) ?? '', sent);
  // A repeated header makes a request that cannot be read (400), before anything is checked (401). The rest is neither.
  const server = status === 200 ? 'accepts' : status === 401 || status === 400 ? 'refuses' : status;
  return { vendor: (await vendor.accepts(sent, SECRET)) ? 'accepts' : 'refuses', server };
};

const both = (verdict: 'accepts' | 'refuses') => ({ vendor: verdict, server: verdict });
const stricter = { vendor: 'accepts', server: 'refuses' };

/** A case: the signature header's values for a signed body, and what is sent as the body instead of it. */
interface Case {
  readonly signed?: string;
  readonly sent?: string | Buffer;
  readonly secret?: string;
  readonly ageSeconds?: number;
  readonly headers?: (signature: string) => readonly string[];
}

const send = async (vendor: Vendor, usual: string, change: Case): Promise<SentWebhook> => {
  const { signed = usual, secret = SECRET, ageSeconds = 0, headers = (signature) => [signature] } = change;
  const values = headers(await vendor.sign(signed, secret, ageSeconds));
  return {
    body: Buffer.from(change.sent ?? signed),
    headers: values.map((value) => [vendor.signatureHeader, value] as const),
  };
};

const compact = JSON.stringify(JSON.parse(event));
const indented = JSON.stringify(JSON.parse(push), null, 2);
const withReplacement = JSON.stringify({ id: 'evt_1', object: 'event', note: '\uFFFD' });
const notUtf8 = Buffer.concat(
  withReplacement
    .split('\uFFFD')
    .flatMap((part, index) => [...(index > 0 ? [Buffer.of(0xff)] : []), Buffer.from(part)]),
);
const upper = (signature: string): string => signature.replace(/[\da-f]{64}/, (hex) => hex.toUpperCase());
const another = (signature: string): string => signature.replace(/[\da-f]{64}/, (hex) => hex.replace(/./, 'z'));

describe('stripe', () => {
  it.each<[string, Case]>([
    ['as Stripe sends it', {}],
    ['signed 290 s ago', { ageSeconds: 290 }],
    ['signed by a clock that is 290 s ahead', { ageSeconds: -290 }],
    ['with a second signature of a secret that is being rolled', { headers: (s) => [`${s},v1=${'0'.repeat(64)}`] }],
    ['with a signature of a scheme for tests', { headers: (s) => [`${s},v0=${'0'.repeat(64)}`] }],
  ])('both accept: %s', async (_, change) => {
    expect(await verdicts(stripeVendor, await send(stripeVendor, event, change))).toEqual(both('accepts'));
  });

  it.each<[string, Case]>([
    ['an amount changed', { sent: event.replace('18470', '18471') }],
    ['the same JSON laid out differently', { sent: compact }],
    ['a newline at the end', { sent: `${event}\n` }],
    ['half of it', { sent: event.slice(0, event.length / 2) }],
    ['another secret', { secret: 'whsec_another' }],
    ['the secret with a newline', { secret: `${SECRET}\n` }],
    ['signed 310 s ago', { ageSeconds: 310 }],
    ['a time moved by a second', { headers: (s) => [s.replace(/t=(\d+)/, (_, t) => `t=${Number(t) + 1}`)] }],
    ['no time', { headers: (s) => [s.replace(/t=\d+,/, '')] }],
    ['no header', { headers: () => [] }],
    ['an empty header', { headers: () => [''] }],
    ['a signature of a scheme for tests only', { headers: (s) => [s.replace('v1=', 'v0=')] }],
    ['a wrong signature beside a right one for tests', { headers: (s) => [`${another(s)},v0=${s.split('v1=')[1]}`] }],
    ['a signature in capitals', { headers: (s) => [upper(s)] }],
    ['a signature cut short', { headers: (s) => [s.slice(0, -1)] }],
    ['a signature too long', { headers: (s) => [`${s}0`] }],
    ['a space after the comma', { headers: (s) => [s.replace(',', ', ')] }],
    ['the header of GitHub', { headers: (s) => [`sha256=${s.split('v1=')[1]}`] }],
  ])('both refuse: %s', async (_, change) => {
    expect(await verdicts(stripeVendor, await send(stripeVendor, event, change))).toEqual(both('refuses'));
  });

  it.each<[string, string, Case]>([
    ['a time an hour ahead', 'it could be replayed for an hour', { ageSeconds: -3_600 }],
    ['two times', 'which one was signed is a guess', { headers: (s) => [`t=1,${s}`] }],
    ['letters behind the time', 'a number is read whole or not', { headers: (s) => [s.replace(',', 'x,')] }],
    ['a zero before the time', 'a time has one way to be written', { headers: (s) => [s.replace('t=', 't=0')] }],
    ['text behind the signature', 'a signature is read whole or not', { headers: (s) => [`${s}=more`] }],
    ['an unknown part', 'Stripe writes no such part', { headers: (s) => [`${s},x=1`] }],
    ['the header twice', 'proxies disagree on which one counts', { headers: (s) => [s, s] }],
    [
      'ten others before it',
      'each costs time',
      { headers: (s) => [s.replace('v1', `${`v1=${'0'.repeat(64)},`.repeat(10)}v1`)] },
    ],
    ['a byte order mark', 'the bytes are what was signed', { sent: `\uFEFF${event}` }],
    ['bytes that are no UTF-8', 'the bytes are what was signed', { signed: withReplacement, sent: notUtf8 }],
  ])('the server alone refuses %s, since %s', async (_, _reason, change) => {
    expect(await verdicts(stripeVendor, await send(stripeVendor, event, change))).toEqual(stricter);
  });
});

describe('github', () => {
  it.each<[string, Case]>([
    ['as GitHub sends it', {}],
    ['with the old header beside it', { headers: (s) => [s] }],
    ['with line breaks in the body', { signed: indented }],
  ])('both accept: %s', async (name, change) => {
    const sent = await send(gitHubVendor, push, change);
    const headers = name.includes('old')
      ? [...sent.headers, ['x-hub-signature', `sha1=${'0'.repeat(40)}`] as const]
      : sent.headers;
    expect(await verdicts(gitHubVendor, { ...sent, headers })).toEqual(both('accepts'));
  });

  it.each<[string, Case]>([
    ['the branch changed', { sent: push.replace('heads/main', 'heads/evil') }],
    ['the same JSON laid out differently', { sent: indented }],
    ['a newline at the end', { sent: `${push}\n` }],
    ['a byte order mark', { sent: `\uFEFF${push}` }],
    ['half of it', { sent: push.slice(0, push.length / 2) }],
    ['another secret', { secret: 'another' }],
    ['no header', { headers: () => [] }],
    ['an empty header', { headers: () => [''] }],
    ['the header twice', { headers: (s) => [s, s] }],
    ['the signature without its prefix', { headers: (s) => [s.slice('sha256='.length)] }],
    ['another algorithm’s name', { headers: (s) => [s.replace('sha256', 'sha1')] }],
    ['the prefix in capitals', { headers: (s) => [s.replace('sha256', 'SHA256')] }],
    ['a signature in capitals', { headers: (s) => [upper(s)] }],
    ['a signature that is no hex', { headers: (s) => [another(s)] }],
    ['a signature cut short', { headers: (s) => [s.slice(0, -1)] }],
    ['a signature too long', { headers: (s) => [`${s}0`] }],
    ['two signatures in one header', { headers: (s) => [`${s},${s}`] }],
  ])('both refuse: %s', async (_, change) => {
    expect(await verdicts(gitHubVendor, await send(gitHubVendor, push, change))).toEqual(both('refuses'));
  });

  it('the server alone refuses bytes that are no UTF-8, since the bytes are what was signed', async () => {
    const sent = await send(gitHubVendor, push, { signed: withReplacement, sent: notUtf8 });
    expect(await verdicts(gitHubVendor, sent)).toEqual(stricter);
  });
});

it.each([
  ['stripe', stripeVendor, event],
  ['github', gitHubVendor, push],
] as const)('%s: no byte of the body and no character of the signature can change', async (_, vendor, payload) => {
  const genuine = await send(vendor, payload, {});
  const signature = genuine.headers[0]?.[1] ?? '';
  const bodies = Array.from({ length: 24 }, (_, index) => {
    const body = Buffer.from(genuine.body);
    const at = Math.floor((index * (body.length - 1)) / 23);
    body[at] = (body[at] ?? 0) ^ (1 << (index % 7));
    return { ...genuine, body };
  });
  const signatures = Array.from({ length: 24 }, (_, index) => {
    const at = signature.length - 1 - Math.floor((index * 63) / 23);
    const other = signature[at] === '0' ? '1' : '0';
    return {
      ...genuine,
      headers: [[vendor.signatureHeader, signature.slice(0, at) + other + signature.slice(at + 1)]] as const,
    };
  });
  for (const sent of [...bodies, ...signatures]) expect(await verdicts(vendor, sent)).toEqual(both('refuses'));
});
