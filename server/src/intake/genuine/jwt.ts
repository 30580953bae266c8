import { createHash, generateKeyPairSync } from 'node:crypto';
import { exportJWK, SignJWT } from 'jose';
import type { Genuine } from './genuine.ts';

const NOW_SECONDS = 1_700_000_000;
const BODY = '{"event":"invoice.paid"}';
const claims = { body_sha256: createHash('sha256').update(BODY).digest('hex') };

const signed = (algorithm: string, key: Parameters<SignJWT['sign']>[0], keyId?: string) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, ...(keyId === undefined ? {} : { kid: keyId }) })
    .setIssuedAt(NOW_SECONDS)
    .setExpirationTime(NOW_SECONDS + 120)
    .setIssuer('https://sender.example')
    .setAudience('orders')
    .sign(key);

const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const shared = 'a shared secret that has more than 32 bytes';
const keySet = { keys: [{ ...(await exportJWK(ec.publicKey)), kid: 'current', use: 'sig', alg: 'ES256' }] };

const about = { issuer: 'https://sender.example', audience: 'orders', bodyClaim: 'body_sha256' };
const common = { body: BODY, receivedAt: NOW_SECONDS * 1_000 };

/** The name of the scheme may be written in any case. */
const means = (_part: string, value: string): string => value.replace(/^bearer /i, 'Bearer ');

export const jwtRsa: Genuine = {
  ...{ name: 'jwt signed with RSA, the key as PEM', ...common, means },
  config: { preset: 'jwt', algorithms: ['RS256'], secrets: ['NEW'], ...about },
  secret: rsa.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  headers: { authorization: `Bearer ${await signed('RS256', rsa.privateKey)}` },
  proven: { headers: ['authorization'], body: true },
};

export const jwtShared: Genuine = {
  ...{ name: 'jwt signed with a shared secret', ...common, means },
  config: { preset: 'jwt', algorithms: ['HS256', 'HS512'], secrets: ['NEW'], ...about },
  secret: shared,
  headers: { authorization: `Bearer ${await signed('HS512', Buffer.from(shared))}` },
  proven: { headers: ['authorization'], body: true },
};

export const jwtEdwards: Genuine = {
  ...{ name: 'jwt signed with Ed25519, the key as JWK, in a header of its own', ...common },
  config: { preset: 'jwt', algorithms: ['EdDSA'], secrets: ['NEW'], header: 'X-Proof', ...about },
  secret: JSON.stringify(await exportJWK(ed.publicKey)),
  headers: { 'x-proof': await signed('EdDSA', ed.privateKey) },
  proven: { headers: ['x-proof'], body: true },
};

const KEY_SET_URL = 'https://sender.example/.well-known/jwks.json';

export const jwtKeySet: Genuine = {
  ...{ name: 'jwt signed with a key of a key set', ...common, means },
  config: { preset: 'jwt', algorithms: ['ES256'], keySetUrl: KEY_SET_URL, ...about },
  secret: '',
  headers: { authorization: `Bearer ${await signed('ES256', ec.privateKey, 'current')}` },
  proven: { headers: ['authorization'], body: true },
  read: async (url) => {
    if (url !== KEY_SET_URL) throw new Error('Another URL was asked for.');
    return Buffer.from(JSON.stringify(keySet));
  },
};
