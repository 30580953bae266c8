import { createHash, createHmac, generateKeyPairSync } from 'node:crypto';
import { endpoints } from '@millrace/shared/api';
import { createSigner } from 'fast-jwt';
import jsonwebtoken from 'jsonwebtoken';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const SHARED = 'a shared secret that has more than 32 bytes';
const BODY = '{"event":"invoice.paid"}';
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const pem = rsa.publicKey.export({ format: 'pem', type: 'spki' }).toString();
const privatePem = rsa.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ecPem = ec.publicKey.export({ format: 'pem', type: 'spki' }).toString();

let server: RunningServer;
const urls: Record<string, string> = {};
beforeAll(async () => {
  server = await startServer();
  for (const [name, value] of Object.entries({ RSA: pem, EC: ecPem, SHARED, SHORT: 'x' }))
    await server.api(endpoints.putSecret, { params: { name }, body: { value } });
  const workflows = {
    rsa: { algorithms: ['RS256'], secrets: ['RSA'], audience: 'orders' },
    ec: { algorithms: ['ES256'], secrets: ['EC'] },
    shared: { algorithms: ['HS256'], secrets: ['SHARED'] },
    // Somebody confused the two kinds of keys.
    confused: { algorithms: ['HS256'], secrets: ['RSA'] },
    short: { algorithms: ['HS256'], secrets: ['SHORT'] },
    bound: { algorithms: ['HS256'], secrets: ['SHARED'], bodyClaim: 'request_body_sha256' },
  };
  for (const [name, config] of Object.entries(workflows)) {
    const graph = graphOf([{ id: 'hook', type: 'webhook', config: { verification: { preset: 'jwt', ...config } } }]);
    urls[name] = (await publishedWorkflow(server.api, name, graph)).triggerUrl;
  }
});
afterAll(() => server?.close());

const post = async (workflow: string, token: string, body = BODY): Promise<number> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return (await fetch(urls[workflow] ?? '', { method: 'POST', headers, body })).status;
};

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const inTwoMinutes = (): number => Math.floor(Date.now() / 1_000) + 120;

/** A token made by hand, as no library would make it. */
const handMade = (header: object, claims: object, signature: (signed: string) => Uint8Array): string => {
  const signed = `${base64url(header)}.${base64url(claims)}`;
  return `${signed}.${Buffer.from(signature(signed)).toString('base64url')}`;
};

const byRsa = (options: jsonwebtoken.SignOptions = {}) =>
  jsonwebtoken.sign({}, privatePem, { algorithm: 'RS256', expiresIn: 120, audience: 'orders', ...options });
const byShared = (claims: object = {}, options: jsonwebtoken.SignOptions = { expiresIn: 120 }) =>
  jsonwebtoken.sign(claims, SHARED, { algorithm: 'HS256', ...options });

describe('A17 tokens', () => {
  it('of two independent signers are accepted', async () => {
    expect(await post('rsa', byRsa())).toBe(200);
    expect(await post('shared', byShared())).toBe(200);
    const sign = createSigner({ key: privatePem, algorithm: 'RS256', expiresIn: 120_000, aud: 'orders' });
    expect(await post('rsa', sign({}))).toBe(200);
    expect(await post('shared', createSigner({ key: SHARED, expiresIn: 120_000 })({}))).toBe(200);
  });

  it.each(['none', 'None', 'NONE', ''])('with the algorithm %j are refused', async (alg) => {
    const claims = { exp: inTwoMinutes(), aud: 'orders' };
    expect(await post('rsa', `${base64url({ alg })}.${base64url(claims)}.`)).toBe(401);
    expect(await post('shared', `${base64url({ alg })}.${base64url(claims)}.AA`)).toBe(401);
  });

  it('that take the bytes of the public key for a shared secret are refused', async () => {
    const claims = { exp: inTwoMinutes(), aud: 'orders' };
    for (const bytes of [pem, pem.trim(), Buffer.from(pem.replace(/-----.*-----|\n/g, ''), 'base64')]) {
      const forged = handMade({ alg: 'HS256' }, claims, (signed) =>
        createHmac('sha256', bytes).update(signed).digest(),
      );
      expect(await post('rsa', forged)).toBe(401);
      // The workflow says HS256, and its only secret is a public key: nothing can prove a sender.
      expect(await post('confused', forged)).toBe(503);
    }
  });

  it('without exp, past it, or with one that is no number are refused', async () => {
    expect(await post('shared', byShared({}, {}))).toBe(401);
    expect(await post('shared', byShared({ exp: inTwoMinutes() - 180 }, {}))).toBe(401);
    for (const exp of ['tomorrow', String(inTwoMinutes()), null, [inTwoMinutes()]]) {
      const sign = (signed: string) => createHmac('sha256', SHARED).update(signed).digest();
      expect(await post('shared', handMade({ alg: 'HS256' }, { exp }, sign))).toBe(401);
    }
    expect(await post('shared', byShared({ nbf: inTwoMinutes() }, { expiresIn: 600 }))).toBe(401);
  });

  it('signed with a secret of one byte are refused, as the workflow is not set up', async () => {
    const sign = (signed: string) => createHmac('sha256', 'x').update(signed).digest();
    expect(await post('short', handMade({ alg: 'HS256' }, { exp: inTwoMinutes() }, sign))).toBe(503);
  });

  it.each([
    { jku: 'https://evil.example/jwks.json' },
    { x5u: 'https://evil.example/key.pem' },
    { jwk: { ...rsa.publicKey.export({ format: 'jwk' }) } },
    { x5c: ['MIIB'] },
    { crit: ['exp'], exp: 1 },
    { crit: ['b64'], b64: false },
    { b64: true },
    { zip: 'DEF' },
    { cty: 'JWT' },
    { kid: 7 },
  ])('with %j in the header are refused, however well they are signed', async (parameters) => {
    const sign = (signed: string) => createHmac('sha256', SHARED).update(signed).digest();
    const token = handMade({ alg: 'HS256', ...parameters }, { exp: inTwoMinutes() }, sign);
    expect(await post('shared', token)).toBe(401);
  });

  it.each(['../../../../dev/null', "x' UNION SELECT 'key", '/etc/hostname', '__proto__', '\u0000'])(
    'with the key id %j open nothing by it',
    async (kid) => {
      const signed = (secret: string) =>
        handMade({ alg: 'HS256', kid }, { exp: inTwoMinutes() }, (text) =>
          createHmac('sha256', secret).update(text).digest(),
        );
      expect(await post('shared', signed(''))).toBe(401);
      expect(await post('shared', signed('key'))).toBe(401);
      expect(await post('shared', signed(SHARED))).toBe(200);
    },
  );

  it('with a list of audiences are accepted only where ours is one of them', async () => {
    expect(await post('rsa', byRsa({ audience: ['others', 'orders'] }))).toBe(200);
    expect(await post('rsa', byRsa({ audience: ['others', 'orders2'] }))).toBe(401);
    expect(await post('rsa', byRsa({ audience: [] }))).toBe(401);
    expect(await post('rsa', byRsa({ audience: 'others' }))).toBe(401);
  });

  it('whose ECDSA signature is nothing but zeros are refused', async () => {
    for (const length of [64, 63, 8, 0])
      expect(
        await post(
          'ec',
          handMade({ alg: 'ES256' }, { exp: inTwoMinutes() }, () => new Uint8Array(length)),
        ),
      ).toBe(401);
  });

  it('of more than 8 KB, encrypted or nested ones are refused', async () => {
    expect(await post('shared', byShared({ filler: 'x'.repeat(7_000) }))).toBe(401);
    const jwe = [{ alg: 'dir', enc: 'A256GCM', zip: 'DEF' }, '', 'AAAA', 'AAAA', 'AAAA'];
    expect(await post('shared', jwe.map((part) => (part === '' ? '' : base64url(part))).join('.'))).toBe(401);
  });

  it('bind the body where a claim holds its hash', async () => {
    const hash = (encoding: 'hex' | 'base64' | 'base64url') => createHash('sha256').update(BODY).digest(encoding);
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      const token = byShared({ request_body_sha256: hash(encoding) });
      expect(await post('bound', token)).toBe(200);
      expect(await post('bound', token, `${BODY} `)).toBe(401);
    }
    expect(await post('bound', byShared())).toBe(401);
    expect(await post('bound', byShared({ request_body_sha256: [hash('hex')] }))).toBe(401);
  });

  it('are not shown in the history', async () => {
    const token = byShared();
    expect(await post('shared', token)).toBe(200);
    const { items } = await server.api(endpoints.listDeliveries, { query: { limit: 1 } });
    const detail = await server.api(endpoints.getDelivery, { params: { id: items[0]?.id ?? '' } });
    expect(detail.headers).toContainEqual(['authorization', expect.stringContaining('•')]);
    expect(JSON.stringify(detail)).not.toContain(token.slice(-20));
  });
});
