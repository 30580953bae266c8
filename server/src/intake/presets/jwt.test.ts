import { generateKeyPairSync } from 'node:crypto';
import { type JwtAlgorithm, jwt } from '@millrace/shared/intake/jwt';
import { exportJWK, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { HeaderBag } from '../header-bag.ts';
import { KeptDocuments } from '../kept-documents.ts';
import { jwtVerifier } from './jwt.ts';

const NOW = 1_700_000_000_000;
const KEY_SET_URL = 'https://sender.example/jwks.json';

const signer = async (keyId: string) => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...(await exportJWK(publicKey)), kid: keyId };
  const sign = (claims: Record<string, unknown> = {}, header: Record<string, unknown> = { kid: keyId }) =>
    new SignJWT({ exp: NOW / 1_000 + 120, ...claims }).setProtectedHeader({ alg: 'ES256', ...header }).sign(privateKey);
  return { jwk, sign };
};

/** A sender’s key set, as it is published at the time, and what is asked for. */
function openKeySet(keys: readonly unknown[]) {
  const published = { status: 200, body: JSON.stringify({ keys }) };
  const clock = { now: 0 };
  const asked: string[] = [];
  const documents = new KeptDocuments(
    {
      send: async ({ url }) => {
        asked.push(url);
        const { status, body } = published;
        const whole = { statusText: '', headers: [], url, redirects: 0, durationMs: 1 };
        return { ...whole, status, body: Buffer.from(body) };
      },
    },
    () => clock.now,
  );
  const check = async (token: string, change: Record<string, unknown> = {}) =>
    jwtVerifier.verify(
      jwt.config.parse({ preset: 'jwt', algorithms: ['ES256'], keySetUrl: KEY_SET_URL, ...change }),
      {
        ...{ method: 'POST', url: 'https://hooks.example/hooks/orders', query: '' },
        ...{ headers: new HeaderBag(['Authorization', `Bearer ${token}`]), body: Buffer.from('{}'), receivedAt: NOW },
      },
      [],
      documents,
    );
  return { published, clock, asked, check };
}

describe('a key set', () => {
  it('is asked for again when a token names a key that it did not hold', async () => {
    const [first, second] = [await signer('1'), await signer('2')];
    const { published, clock, asked, check } = openKeySet([first.jwk]);
    expect(await check(await first.sign())).toEqual({ kind: 'verified', secret: null });
    published.body = JSON.stringify({ keys: [first.jwk, second.jwk] });
    clock.now = 31_000;
    expect(await check(await second.sign())).toEqual({ kind: 'verified', secret: null });
    expect(asked).toEqual([KEY_SET_URL, KEY_SET_URL]);
  });

  it('is not asked for again and again by a flood of unknown keys', async () => {
    const [known, stranger] = [await signer('1'), await signer('2')];
    const { clock, asked, check } = openKeySet([known.jwk]);
    for (let index = 0; index < 100; index++) {
      expect(await check(await stranger.sign({}, { kid: String(index + 100) }))).toMatchObject({ kind: 'refused' });
      clock.now += 100;
    }
    expect(asked).toHaveLength(1);
  });

  it('is not asked for again because of a wrong signature under a known key', async () => {
    const [known, stranger] = [await signer('1'), await signer('2')];
    const { clock, asked, check } = openKeySet([known.jwk]);
    await check(await known.sign());
    clock.now = 31_000;
    expect(await check(await stranger.sign({}, { kid: '1' }))).toMatchObject({ outcome: 'unverified' });
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['is not there', 404, ''],
    ['is no key set', 200, '<html>'],
    ['is a bare list', 200, '[]'],
  ])('that %s makes the sender come again', async (_, status, body) => {
    const { published, check } = openKeySet([]);
    Object.assign(published, { status, body });
    expect(await check(await (await signer('1')).sign())).toMatchObject({ outcome: 'misconfigured' });
  });

  it('does not lend keys that are for something else', async () => {
    const { jwk, sign } = await signer('1');
    for (const other of [{ use: 'enc' }, { alg: 'ES384' }, { crv: 'P-384' }, { kty: 'oct', k: 'A'.repeat(60) }]) {
      const { check } = openKeySet([{ ...jwk, ...other }]);
      expect((await check(await sign())).kind).toBe('refused');
    }
  });
});

describe('the times of a token', () => {
  const checked = async (claims: Record<string, unknown>, change: Record<string, unknown> = {}) => {
    const { jwk, sign } = await signer('1');
    const result = await openKeySet([jwk]).check(await sign(claims), { toleranceSeconds: 60, ...change });
    return result.kind === 'refused' ? result.outcome : result.kind;
  };
  const at = (seconds: number): number => NOW / 1_000 + seconds;

  it.each([
    [{ exp: at(-59) }, 'verified'],
    [{ exp: at(-60) }, 'stale'],
    [{ nbf: at(60) }, 'verified'],
    [{ nbf: at(61) }, 'stale'],
  ])('%j: %s', async (claims, expected) => {
    expect(await checked(claims)).toBe(expected);
  });

  it.each([
    [{ iat: at(-360) }, 'verified'],
    [{ iat: at(-361) }, 'stale'],
    [{}, 'unverified'],
  ])('with a largest age of five minutes, %j: %s', async (claims, expected) => {
    expect(await checked(claims, { maxAgeSeconds: 300 })).toBe(expected);
  });
});

describe('what can be chosen', () => {
  const parses = (change: Record<string, unknown>): boolean =>
    jwt.config.safeParse({ preset: 'jwt', secrets: ['KEY'], algorithms: ['RS256'], ...change }).success;
  const mixed: readonly JwtAlgorithm[] = ['RS256', 'HS256'];

  it('is keys or a key set, and shared secrets or public keys', () => {
    expect(parses({})).toBe(true);
    expect(parses({ algorithms: ['HS256', 'HS512'] })).toBe(true);
    expect(parses({ secrets: [], keySetUrl: KEY_SET_URL })).toBe(true);
    expect(parses({ secrets: [] })).toBe(false);
    expect(parses({ keySetUrl: KEY_SET_URL })).toBe(false);
    expect(parses({ secrets: [], keySetUrl: 'http://sender.example/jwks.json' })).toBe(false);
    expect(parses({ secrets: [], keySetUrl: KEY_SET_URL, algorithms: ['HS256'] })).toBe(false);
    expect(parses({ algorithms: mixed })).toBe(false);
    expect(parses({ algorithms: ['none'] })).toBe(false);
    expect(parses({ toleranceSeconds: 61 })).toBe(false);
  });
});
