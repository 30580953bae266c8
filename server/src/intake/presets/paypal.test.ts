import { sign } from 'node:crypto';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { crc32 } from 'node:zlib';
import { verification } from '@millrace/shared/intake/index';
import { generate } from 'selfsigned';
import { describe, expect, it } from 'vitest';
import { paypal } from '../genuine/paypal.ts';
import { HeaderBag } from '../header-bag.ts';
import { verify } from '../verifiers.ts';

const WEBHOOK_ID = '1JE4291016473214C';
const LIVE = 'https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-90621ecd';
const SANDBOX = LIVE.replace('api.', 'api.sandbox.');
const SENT_AT = Date.parse('2026-03-01T12:00:00Z');
const BODY = '{"id":"WH-2WR32451HC0233532-67976317FL4543714"}';

const valid = { notBeforeDate: new Date('2026-01-01T00:00:00Z'), notAfterDate: new Date('2026-12-31T00:00:00Z') };
const authorityOf = (name: string) =>
  generate([{ name: 'commonName', value: name }], {
    ...valid,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
const authority = await authorityOf('Authority');
const stranger = await authorityOf('Authority');
setDefaultCACertificates([...getCACertificates('default'), authority.cert]);

type Pair = Awaited<ReturnType<typeof generate>>;
const issue = (name: string, { private: key, cert }: Pair, cA = false, period = valid): Promise<Pair> =>
  generate([{ name: 'commonName', value: name }], {
    ...{ algorithm: 'sha256', ca: { key, cert }, ...period },
    extensions: [
      { name: 'basicConstraints', cA, critical: true },
      { name: 'keyUsage', digitalSignature: !cA, keyCertSign: cA, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
    ],
  });

const NAME = 'messageverificationcerts.paypal.com';
const signer = await issue(NAME, authority);
const between = await issue('Between', authority, true);
const behind = await issue(NAME, between);

/** Sends an event that is signed with a key, and says what was asked for meanwhile. */
const send = async ({
  key = signer.private,
  document = signer.cert,
  url = LIVE,
  time = '2026-03-01T12:00:00Z',
  webhookId = WEBHOOK_ID,
  config = {},
  headers = {},
  offSeconds = 1,
}: {
  readonly key?: string;
  readonly document?: string;
  readonly url?: string;
  readonly time?: string;
  readonly webhookId?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly offSeconds?: number;
}) => {
  const asked: string[] = [];
  const text = `69cd13f0-d67a-11e5-baa3-778b53f4ae55|${time}|${webhookId}|${crc32(BODY)}`;
  const sent = {
    'paypal-auth-algo': 'SHA256withRSA',
    'paypal-cert-url': url,
    'paypal-transmission-id': '69cd13f0-d67a-11e5-baa3-778b53f4ae55',
    'paypal-transmission-time': time,
    'paypal-transmission-sig': sign('sha256', Buffer.from(text), key).toString('base64'),
    ...headers,
  };
  const result = await verify(
    verification.parse({ preset: 'paypal', webhookId: WEBHOOK_ID, ...config }),
    {
      ...{ method: 'POST', url: 'https://hooks.example/hooks/orders', query: '', body: Buffer.from(BODY) },
      ...{ headers: new HeaderBag(Object.entries(sent).flat()), receivedAt: SENT_AT + offSeconds * 1_000 },
    },
    [],
    {
      read: async (asking) => {
        asked.push(asking);
        if (document === '') throw new Error('It cannot be reached.');
        return Buffer.from(document);
      },
    },
  );
  return { asked, verdict: result.kind === 'refused' ? result.outcome : result.kind };
};

describe('the certificate of a PayPal event', () => {
  it.each([LIVE, LIVE.replace('api.', 'api-m.')])('is asked for at %s', async (url) => {
    expect(await send({ url })).toEqual({ asked: [url], verdict: 'verified' });
  });

  it.each([
    LIVE.replace('https', 'http'),
    LIVE.replace('.com', '.com.evil.example'),
    LIVE.replace('.com', '.com@evil.example'),
    LIVE.replace('.com', '.com:8443'),
    LIVE.replace('api.', 'www.'),
    LIVE.replace('v1/notifications/certs', 'v1/notifications/webhooks'),
    `${LIVE}?redirect=https://evil.example`,
    `${LIVE}#.pem`,
    LIVE.replace('CERT-', '../../CERT-'),
    LIVE.replace('api.paypal.com', '127.0.0.1'),
    SANDBOX,
    '',
  ])('is never asked for at %j', async (url) => {
    expect(await send({ url })).toEqual({ asked: [], verdict: 'unverified' });
  });

  it('may come with the certificates of its issuers', async () => {
    const document = `${behind.cert}${between.cert}`;
    expect((await send({ key: behind.private, document })).verdict).toBe('verified');
    // Without them, nothing says where they are.
    expect((await send({ key: behind.private, document: behind.cert })).verdict).toBe('unverified');
  });

  const HALF = { notBeforeDate: new Date('2026-01-01T00:00:00Z'), notAfterDate: new Date('2026-02-01T00:00:00Z') };
  it.each<[string, () => Promise<Pair>, ((pair: Pair) => string)?]>([
    ['is signed by itself', () => generate([{ name: 'commonName', value: NAME }], { ...valid, algorithm: 'sha256' })],
    ['is of an authority that only has the name of a trusted one', () => issue(NAME, stranger)],
    ['brings an authority of its own', () => issue(NAME, stranger), ({ cert }) => `${cert}${stranger.cert}`],
    ['is issued by a certificate that may not', () => issue(NAME, signer), ({ cert }) => `${cert}${signer.cert}`],
    ['is of another name', () => issue('messageverificationcerts.paypal.com.evil.example', authority)],
    ['is of every name', () => issue('*.paypal.com', authority)],
    ['is of the sandbox', () => issue('messageverificationcerts.sandbox.paypal.com', authority)],
    ['is not valid any more', () => issue(NAME, authority, false, HALF)],
  ])('proves nothing where it %s', async (_, make, documentOf = ({ cert }) => cert) => {
    const pair = await make();
    expect((await send({ key: pair.private, document: documentOf(pair) })).verdict).toBe('unverified');
  });

  it('proves nothing where the one of its issuer is not valid any more', async () => {
    const former = await issue('Former', authority, true, HALF);
    const pair = await issue(NAME, former);
    const document = `${pair.cert}${former.cert}`;
    expect((await send({ key: pair.private, document })).verdict).toBe('unverified');
  });

  it.each(['', 'no certificate'])('makes PayPal come again where it reads %j', async (document) => {
    expect((await send({ document })).verdict).toBe('misconfigured');
  });

  it('makes PayPal come again where its issuer cannot be reached', async () => {
    const receivedAt = paypal.receivedAt;
    const result = await verify(
      verification.parse(paypal.config),
      {
        ...{ method: 'POST', url: 'https://hooks.example/hooks/orders', query: '', receivedAt },
        ...{ headers: new HeaderBag(Object.entries(paypal.headers).flat()), body: Buffer.from(paypal.body) },
      },
      [],
      {
        read: async (url) => {
          if (!url.startsWith('https://api.paypal.com/')) throw new Error('It cannot be reached.');
          return Buffer.from((await paypal.read?.(url)) ?? []);
        },
      },
    );
    expect(result).toMatchObject({ kind: 'refused', outcome: 'misconfigured' });
  });
});

describe('a PayPal event', () => {
  it('of the sandbox is for workflows of the sandbox', async () => {
    const ofSandbox = await issue('messageverificationcerts.sandbox.paypal.com', authority);
    const sent = { key: ofSandbox.private, document: ofSandbox.cert, config: { environment: 'sandbox' } };
    expect((await send({ ...sent, url: SANDBOX })).verdict).toBe('verified');
    expect((await send({ ...sent, url: LIVE })).verdict).toBe('unverified');
  });

  it.each(['2JE4291016473214C', 'WEBHOOK_ID'])('of webhook %s is refused', async (webhookId) => {
    expect((await send({ webhookId })).verdict).toBe('unverified');
  });

  it('cannot be of the simulator, which signs for anybody', () => {
    expect(verification.safeParse({ preset: 'paypal', webhookId: 'WEBHOOK_ID' }).success).toBe(false);
  });

  it.each(['SHA1withRSA', 'sha256withrsa', 'none', ''])('signed with %j is refused', async (algorithm) => {
    expect((await send({ headers: { 'paypal-auth-algo': algorithm } })).verdict).toBe('unverified');
  });

  it.each(['2026-03-01 12:00:00', '1772366400', '2026-03-01T12:00:00+01:00', '2026-03-01T12:00:00Z|1'])(
    'of %j is refused, though that is what is signed',
    async (time) => {
      expect((await send({ time })).verdict).toBe('unverified');
    },
  );

  it.each([
    [3 * 86_400 + 3_600, 'verified'],
    [3 * 86_400 + 3_601, 'stale'],
    [-3 * 86_400 - 3_600, 'verified'],
    [-3 * 86_400 - 3_601, 'stale'],
  ])('that is %i s old: %s', async (offSeconds, expected) => {
    expect((await send({ offSeconds })).verdict).toBe(expected);
  });
});
