import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { verification } from '@millrace/shared/intake/index';
import { describe, expect, it } from 'vitest';
import { HeaderBag } from './header-bag.ts';
import type { SignedRequest } from './verifier.ts';
import { answerHandshake } from './verifiers.ts';

const NOW = 1_700_000_000_000;
const TIME = '1700000000';
const SECRET = 'a signing secret';

const ask = (preset: string, headers: Record<string, string>, body: string, secret = SECRET, receivedAt = NOW) => {
  const request: SignedRequest = {
    ...{ method: 'POST', url: 'https://hooks.example/hooks/orders', query: '' },
    ...{ headers: new HeaderBag(Object.entries(headers).flat()), body: Buffer.from(body), receivedAt },
  };
  const named = [{ name: 'NEW', value: secret }];
  const result = answerHandshake(verification.parse({ preset, secrets: ['NEW'] }), request, named, {
    read: () => Promise.reject(new Error('No document is needed.')),
  });
  if (result instanceof Promise) throw new Error('It is not answered at once.');
  return result;
};

const hex = (text: string, secret = SECRET): string => createHmac('sha256', secret).update(text).digest('hex');
const slack = (body: string, secret = SECRET) => ({
  'x-slack-signature': `v0=${hex(`v0:${TIME}:${body}`, secret)}`,
  'x-slack-request-timestamp': TIME,
});
const zoom = (body: string, secret = SECRET) => ({
  'x-zm-signature': `v0=${hex(`v0:${TIME}:${body}`, secret)}`,
  'x-zm-request-timestamp': TIME,
});

describe('Slack’s question', () => {
  const question = '{"type":"url_verification","token":"x","challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7"}';

  it('gets its challenge back', () => {
    expect(ask('slack', slack(question), question)).toMatchObject({
      kind: 'answered',
      secret: 'NEW',
      answer: { status: 200, body: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7' },
    });
  });

  it('is refused when it was forged, or is old', () => {
    expect(ask('slack', slack(question, 'guessed'), question)).toMatchObject({ kind: 'refused' });
    expect(ask('slack', {}, question)).toMatchObject({ kind: 'refused' });
    expect(ask('slack', slack(question), question, SECRET, NOW + 301_000)).toMatchObject({ outcome: 'stale' });
  });

  it.each(['{"type":"event_callback","event":{"type":"url_verification"}}', '[]', 'null', '', '{', 'token=x&text=y'])(
    'is not %j',
    (body) => {
      expect(ask('slack', slack(body), body)).toBeUndefined();
    },
  );
});

describe('Zoom’s question', () => {
  const question = '{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1}';

  it('gets its token back, alone and signed', () => {
    const result = ask('zoom', zoom(question), question);
    expect(result).toMatchObject({ kind: 'answered', answer: { status: 200 } });
    expect(JSON.parse(result?.kind === 'answered' ? result.answer.body : '')).toEqual({
      plainToken: 'qgg8vlvZRS6UYooatFL8Aw',
      encryptedToken: hex('qgg8vlvZRS6UYooatFL8Aw'),
    });
  });

  it('is refused when it was forged', () => {
    expect(ask('zoom', zoom(question, 'guessed'), question)).toMatchObject({ kind: 'refused' });
  });

  it('is not an event', () => {
    const body = '{"event":"meeting.started","payload":{"plainToken":"x"}}';
    expect(ask('zoom', zoom(body), body)).toBeUndefined();
  });
});

describe('Discord’s question', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
  const headers = (body: string) => ({
    'x-signature-ed25519': sign(null, Buffer.from(TIME + body), privateKey).toString('hex'),
    'x-signature-timestamp': TIME,
  });

  it.each([
    ['of interactions', '{"type":1,"id":"1"}', { status: 200, body: '{"type":1}' }],
    ['of webhook events', '{"version":1,"type":0}', { status: 204, body: '' }],
  ])('%s is answered', (_, body, answer) => {
    expect(ask('discord', headers(body), body, key)).toMatchObject({ kind: 'answered', answer });
  });

  it('is refused with a wrong signature, as Discord tries out', () => {
    const body = '{"type":1}';
    const wrong = { ...headers(body), 'x-signature-ed25519': '0'.repeat(128) };
    expect(ask('discord', wrong, body, key)).toMatchObject({ kind: 'refused', outcome: 'unverified' });
  });

  it.each(['{"type":2}', '{"version":1,"type":1,"event":{"type":"APPLICATION_AUTHORIZED"}}'])('is not %s', (body) => {
    expect(ask('discord', headers(body), body, key)).toBeUndefined();
  });
});
