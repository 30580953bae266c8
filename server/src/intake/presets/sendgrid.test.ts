import { generateKeyPairSync, sign } from 'node:crypto';
import { sendgrid } from '@millrace/shared/intake/sendgrid';
import { describe, expect, it } from 'vitest';
import { sendgrid as genuine } from '../genuine/sendgrid.ts';
import { HeaderBag } from '../header-bag.ts';
import { sendgridVerifier } from './sendgrid.ts';

const config = sendgrid.config.parse({ preset: 'sendgrid', secrets: ['KEY'] });
const SIGNATURE = 'x-twilio-email-event-webhook-signature';

interface Change {
  readonly body?: string;
  readonly signature?: string;
  readonly offSeconds?: number;
  readonly key?: string;
}
const check = ({ body = String(genuine.body), signature, offSeconds = 0, key = genuine.secret }: Change) =>
  sendgridVerifier.verify(
    config,
    {
      ...{ method: 'POST', url: 'https://hooks.example/hooks/orders', query: '', body: Buffer.from(body) },
      headers: new HeaderBag(
        Object.entries({ ...genuine.headers, ...(signature === undefined ? {} : { [SIGNATURE]: signature }) }).flat(),
      ),
      receivedAt: genuine.receivedAt + offSeconds * 1_000,
    },
    [{ name: 'KEY', value: key }],
  );

describe('verification by sendgrid', () => {
  it.each([
    ['CRLF at its end', `${String(genuine.body)}\r\n`],
    ['LF at its end', `${String(genuine.body)}\n`],
    ['an array around it', `[${String(genuine.body)}]`],
    ['spaces in it', String(genuine.body).replaceAll(',', ', ')],
  ])('refuses the body of the published vector with %s', (_what, body) => {
    expect(check({ body }).kind).toBe('refused');
  });

  it('covers a CRLF that was sent', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    const body = '[{"event":"open"}]\r\n';
    const signature = sign('sha256', Buffer.from(`1588788367${body}`), privateKey).toString('base64');
    expect(check({ body, signature, key })).toEqual({ kind: 'verified', secret: 'KEY' });
    expect(check({ body: body.trim(), signature, key }).kind).toBe('refused');
  });

  it('tolerates a clock that is off by up to the tolerance, both ways', () => {
    for (const offSeconds of [-300, 0, 300]) expect(check({ offSeconds }).kind).toBe('verified');
    for (const offSeconds of [-301, 301])
      expect(check({ offSeconds })).toMatchObject({ kind: 'refused', outcome: 'stale' });
  });

  it.each(['', 'AA==', Buffer.alloc(64).toString('base64'), Buffer.alloc(72, 0x30).toString('base64')])(
    'refuses the signature %j',
    (signature) => {
      expect(check({ signature }).kind).toBe('refused');
    },
  );

  it('refuses under a key that is none, or of another kind', () => {
    const ed25519 = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' });
    for (const key of ['no key', genuine.secret.slice(0, 40), ed25519.toString('base64')])
      expect(check({ key }).kind).toBe('refused');
  });
});
