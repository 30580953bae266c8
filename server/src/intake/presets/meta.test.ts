import { createHmac } from 'node:crypto';
import { meta } from '@millrace/shared/intake/meta';
import { describe, expect, it } from 'vitest';
import { HeaderBag } from '../header-bag.ts';
import type { SignedRequest } from '../verifier.ts';
import { metaVerifier } from './meta.ts';

const config = meta.config.parse({ preset: 'meta', secrets: ['APP'], verifyToken: 'TOKEN' });
const secrets = [
  { name: 'APP', value: 'the app secret' },
  { name: 'TOKEN', value: 'the verify token' },
];
const request = (change: Partial<SignedRequest>): SignedRequest => ({
  ...{ method: 'GET', url: 'https://hooks.example/hooks/orders', query: '', headers: new HeaderBag([]) },
  ...{ body: new Uint8Array(), receivedAt: 0 },
  ...change,
});
const asked = (query: string) => metaVerifier.handshake?.(config, request({ query }), secrets);
const question = 'hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=the+verify%20token';

describe('the verify token', () => {
  const body = Buffer.from('{"object":"page"}');
  const signedWith = (secret: string) => {
    const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    return metaVerifier.verify(
      config,
      request({ method: 'POST', body, headers: new HeaderBag(['X-Hub-Signature-256', signature]) }),
      secrets,
    );
  };

  it('signs no delivery, as the app secret does', () => {
    expect(signedWith('the app secret')).toEqual({ kind: 'verified', secret: 'APP' });
    expect(signedWith('the verify token')).toMatchObject({ kind: 'refused' });
  });
});

describe('the question of Meta whether the URL is willing', () => {
  it('is answered with its challenge as plain text', () => {
    expect(asked(question)).toEqual({
      kind: 'answered',
      answer: { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: '1158201444' },
      secret: 'TOKEN',
    });
  });

  it.each([
    ['another token', question.replace('token=the', 'token=a')],
    ['the app secret as the token', question.replace('the+verify%20token', 'the+app+secret')],
    ['no token', question.replace(/&hub.verify_token=.*/, '')],
    ['an empty token', question.replace(/hub.verify_token=.*/, 'hub.verify_token=')],
    ['another token and a challenge that is none', question.replace('1158201444', '').replace('=the', '=a')],
    ['two tokens', `${question}&hub.verify_token=the+verify+token`],
  ])('is refused with %s', (_what, query) => {
    expect(asked(query)).toMatchObject({ kind: 'refused', outcome: 'unverified' });
  });

  it.each(['%3Cscript%3E', '', 'a%0D%0Ab', 'a'.repeat(257), '1&hub.challenge=2'])(
    'is refused with the challenge %j',
    (challenge) => {
      expect(asked(question.replace('1158201444', challenge))).toMatchObject({
        kind: 'refused',
        outcome: 'malformed',
      });
    },
  );

  it('is refused once the verify token is gone', () => {
    const [app] = secrets;
    const result = metaVerifier.handshake?.(config, request({ query: question }), app ? [app] : []);
    expect(result).toMatchObject({ kind: 'refused', outcome: 'unverified' });
  });

  it('is no other GET and no POST', () => {
    expect(asked('a=1')).toBeUndefined();
    expect(asked(question.replace('subscribe', 'unsubscribe'))).toBeUndefined();
    expect(asked(`${question}&hub.mode=subscribe`)).toBeUndefined();
    expect(metaVerifier.handshake?.(config, request({ method: 'POST', query: question }), secrets)).toBeUndefined();
  });
});
