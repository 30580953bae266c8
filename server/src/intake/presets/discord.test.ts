import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { discord } from '@millrace/shared/intake/discord';
import { describe, expect, it } from 'vitest';
import { HeaderBag } from '../header-bag.ts';
import type { SignedRequest } from '../verifier.ts';
import { discordVerifier } from './discord.ts';

const TIMESTAMP = 1_700_000_000;
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const bare = (key: KeyObject): string =>
  Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');
const secrets = [{ name: 'KEY', value: bare(publicKey) }];
const config = discord.config.parse({ preset: 'discord', secrets: ['KEY'] });

const request = (body: string, key = privateKey, offSeconds = 0): SignedRequest => ({
  ...{ method: 'POST', url: 'https://hooks.example/hooks/orders', query: '', body: Buffer.from(body) },
  headers: new HeaderBag([
    ...['X-Signature-Ed25519', sign(null, Buffer.from(TIMESTAMP + body), key).toString('hex')],
    ...['X-Signature-Timestamp', String(TIMESTAMP)],
  ]),
  receivedAt: (TIMESTAMP + offSeconds) * 1_000,
});
const asked = (...sent: Parameters<typeof request>) => discordVerifier.handshake?.(config, request(...sent), secrets);

const interactionPing = '{"application_id":"1","id":"2","token":"t","type":1,"user":{"id":"3"},"version":1}';
const eventsPing = '{"version":1,"application_id":"1","type":0}';

describe('the PING of Discord', () => {
  it('is answered with type 1 to an interactions endpoint', () => {
    const result = asked(interactionPing);
    if (result?.kind !== 'answered') throw new Error(JSON.stringify(result));
    expect(result.secret).toBe('KEY');
    expect(result.answer.status).toBe(200);
    expect(result.answer.headers['content-type']).toMatch(/^application\/json/);
    expect(JSON.parse(result.answer.body)).toEqual({ type: 1 });
  });

  it('is answered with 204 and nothing to a webhook events endpoint', () => {
    expect(asked(eventsPing)).toMatchObject({ kind: 'answered', secret: 'KEY', answer: { status: 204, body: '' } });
  });

  it.each([interactionPing, eventsPing])('is refused where somebody else signed it: %s', (body) => {
    expect(asked(body, stranger.privateKey)).toMatchObject({ kind: 'refused', outcome: 'unverified' });
  });

  it.each([interactionPing, eventsPing])('is refused once it is old: %s', (body) => {
    expect(asked(body, privateKey, 301)).toMatchObject({ kind: 'refused', outcome: 'stale' });
  });

  it.each([
    '{"version":1,"application_id":"1","type":1,"event":{"type":"APPLICATION_AUTHORIZED"}}',
    '{"type":2,"data":{"type":1}}',
    '{"type":"1"}',
    '[{"type":1}]',
    'type=1',
    '',
  ])('is no other body: %j', (body) => {
    expect(asked(body)).toBeUndefined();
  });
});

describe('verification by discord', () => {
  const check = (offSeconds: number) => discordVerifier.verify(config, request('{}', privateKey, offSeconds), secrets);

  it('tolerates a clock that is off by up to the tolerance, both ways', () => {
    for (const off of [-300, 0, 300]) expect(check(off).kind).toBe('verified');
    for (const off of [-301, 301]) expect(check(off)).toMatchObject({ kind: 'refused', outcome: 'stale' });
  });

  it.each(['no key', 'zz'.repeat(32), '00'.repeat(31), '00'.repeat(32), 'ff'.repeat(32)])(
    'refuses under a key that is none: %s',
    (value) => {
      expect(discordVerifier.verify(config, request('{}'), [{ name: 'KEY', value }]).kind).toBe('refused');
    },
  );
});
