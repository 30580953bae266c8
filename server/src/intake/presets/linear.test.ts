import { createHmac } from 'node:crypto';
import { linear } from '@millrace/shared/intake/linear';
import { describe, expect, it } from 'vitest';
import { HeaderBag } from '../header-bag.ts';
import { linearVerifier } from './linear.ts';

const SECRET = 'lin_wh_secret';
const SIGNED_AT = 1_676_056_940_508;
const config = linear.config.parse({ preset: 'linear', secrets: ['KEY'] });

const check = (body: string, receivedAt = SIGNED_AT, key = SECRET) =>
  linearVerifier.verify(
    config,
    {
      ...{ method: 'POST', url: 'https://hooks.example/hooks/orders', query: '', body: Buffer.from(body), receivedAt },
      headers: new HeaderBag([
        ...['Linear-Signature', createHmac('sha256', key).update(body).digest('hex')],
        // Not signed: what it says must not matter.
        ...['Linear-Timestamp', String(receivedAt)],
      ]),
    },
    [{ name: 'KEY', value: SECRET }],
  );
const event = `{"action":"create","webhookTimestamp":${SIGNED_AT}}`;

describe('verification by linear', () => {
  it('tolerates a clock that is off by up to a minute, both ways, whatever the header says', () => {
    for (const off of [-60_000, 0, 60_000]) expect(check(event, SIGNED_AT + off).kind).toBe('verified');
    for (const off of [-60_001, 60_001])
      expect(check(event, SIGNED_AT + off)).toMatchObject({ kind: 'refused', outcome: 'stale' });
  });

  it.each([
    ['no time', '{"action":"create"}'],
    ['a time as text', `{"webhookTimestamp":"${SIGNED_AT}"}`],
    ['a time further down', `{"data":{"webhookTimestamp":${SIGNED_AT}}}`],
    ['an array', `[{"webhookTimestamp":${SIGNED_AT}}]`],
    ['null', 'null'],
    ['no JSON', 'webhookTimestamp'],
    ['nothing', ''],
    ['nesting without end', '['.repeat(100_000)],
  ])('refuses a signed body that holds %s', (_what, body) => {
    expect(check(body)).toMatchObject({ kind: 'refused', outcome: 'malformed' });
  });

  it('refuses a time in seconds', () => {
    const body = `{"webhookTimestamp":${Math.round(SIGNED_AT / 1_000)}}`;
    expect(check(body)).toMatchObject({ kind: 'refused', outcome: 'stale' });
  });

  it('tells somebody who cannot sign nothing about the body', () => {
    for (const body of [event, '', 'no JSON'])
      expect(check(body, SIGNED_AT, 'another')).toMatchObject({ kind: 'refused', outcome: 'unverified' });
  });
});
