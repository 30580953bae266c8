import { createHmac } from 'node:crypto';
import { zoom } from '@millrace/shared/intake/zoom';
import { describe, expect, it } from 'vitest';
import { HeaderBag } from '../header-bag.ts';
import { zoomVerifier } from './zoom.ts';

const config = zoom.config.parse({ preset: 'zoom', secrets: ['OLD', 'KEY'] });
const secrets = [
  { name: 'OLD', value: 'another secret' },
  { name: 'KEY', value: 'zoomsecret' },
];
const TIMESTAMP = 1_739_923_528;
const validation =
  '{"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1654503849680,"event":"endpoint.url_validation"}';
/** Made, as the answer below, with another implementation (Python’s hmac). */
const SIGNATURE = 'v0=07a1e7a8672ab0f3a931a6f35723c27436204d5f7cadd865b491594d437ddd8c';

const request = (body: string, signature: string, offSeconds = 0) => ({
  ...{ method: 'POST', url: 'https://hooks.example/hooks/orders', query: '', body: Buffer.from(body) },
  headers: new HeaderBag(['X-Zm-Signature', signature, 'X-Zm-Request-Timestamp', String(TIMESTAMP)]),
  receivedAt: (TIMESTAMP + offSeconds) * 1_000,
});
const signed = (body: string): string =>
  `v0=${createHmac('sha256', 'zoomsecret').update(`v0:${TIMESTAMP}:${body}`).digest('hex')}`;
const asked = (...sent: Parameters<typeof request>) => zoomVerifier.handshake?.(config, request(...sent), secrets);

describe('the URL validation of Zoom', () => {
  it('is answered with the token and its signature under the secret that matched', () => {
    const result = asked(validation, SIGNATURE);
    if (result?.kind !== 'answered') throw new Error(JSON.stringify(result));
    expect(result.secret).toBe('KEY');
    expect(result.answer.status).toBe(200);
    expect(result.answer.headers['content-type']).toMatch(/^application\/json/);
    expect(JSON.parse(result.answer.body)).toEqual({
      plainToken: 'qgg8vlvZRS6UYooatFL8Aw',
      encryptedToken: '83b2a60d4bbe49dc93763ed9e727a9a7690cbe4c1f8bb0adc0ffccd09ecb1384',
    });
  });

  it.each([
    ['a forged signature', `v0=${'0'.repeat(64)}`],
    ['no signature', ''],
    ['the signature of another body', signed('{}')],
  ])('is refused with %s, so that nobody learns what the secret signs', (_what, signature) => {
    expect(asked(validation, signature)).toMatchObject({ kind: 'refused', outcome: 'unverified' });
  });

  it('is refused once it is old', () => {
    expect(asked(validation, SIGNATURE, 300)?.kind).toBe('answered');
    expect(asked(validation, SIGNATURE, 301)).toMatchObject({ kind: 'refused', outcome: 'stale' });
  });

  it.each([
    '{"event":"meeting.started","payload":{"plainToken":"a"}}',
    '["endpoint.url_validation"]',
    'endpoint.url_validation',
    'null',
    '',
  ])('is no other body: %j', (body) => {
    expect(asked(body, signed(body))).toBeUndefined();
  });
});

describe('verification by zoom', () => {
  it('tolerates a clock that is off by up to the tolerance, both ways', () => {
    const check = (off: number) => zoomVerifier.verify(config, request(validation, SIGNATURE, off), secrets);
    for (const off of [-300, 0, 300]) expect(check(off)).toEqual({ kind: 'verified', secret: 'KEY' });
    for (const off of [-301, 301]) expect(check(off)).toMatchObject({ kind: 'refused', outcome: 'stale' });
  });
});
