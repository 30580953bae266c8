import { twilio } from '@millrace/shared/intake/twilio';
import { describe, expect, it } from 'vitest';
import { twilio as genuine, twilioJson } from '../genuine/twilio.ts';
import { HeaderBag } from '../header-bag.ts';
import { twilioVerifier } from './twilio.ts';

const FORM = 'application/x-www-form-urlencoded';

interface Sent {
  readonly url?: string | undefined;
  readonly signature: string;
  readonly body?: string | Uint8Array;
  readonly contentType?: string | null;
  readonly more?: readonly string[];
}
const check = ({ url = genuine.url ?? '', signature, body = genuine.body, contentType = FORM, more = [] }: Sent) =>
  twilioVerifier.verify(
    twilio.config.parse(genuine.config),
    {
      ...{ method: 'POST', url, query: url.split('?')[1] ?? '', body: Buffer.from(body), receivedAt: 0 },
      headers: new HeaderBag([
        ...['X-Twilio-Signature', signature],
        ...(contentType === null ? [] : ['Content-Type', contentType]),
        ...more,
      ]),
    },
    [{ name: 'NEW', value: genuine.secret }],
  ).kind;

// Signatures that are not the genuine ones were made with another implementation (Python’s hmac).
const SIGNATURE = genuine.headers['x-twilio-signature'] ?? '';
const hooks = 'https://hooks.example/hooks/sms';

describe('the URL that Twilio signs', () => {
  it.each([
    ['without its port', genuine.url, SIGNATURE],
    ['without a port that the request came to', 'https://mycompany.com:443/myapp.php?foo=1&bar=2', SIGNATURE],
    ['without another port', 'https://mycompany.com:8443/myapp.php?foo=1&bar=2', SIGNATURE],
    ['with its port', genuine.url, 'EpDEmp1PyjDYp77YxYU3GILBWzE='],
  ])('may be taken %s', (_, url, signature) => {
    expect(check({ url, signature })).toBe('verified');
  });

  it('has another port without TLS', () => {
    const sent = { url: 'http://hooks.example/hooks/sms', body: 'Body=Hi' };
    expect(check({ ...sent, signature: 'Pr96gBcI3i3oWWDtQ0yUd6Wg6Us=' })).toBe('verified');
    expect(check({ ...sent, signature: 'KWXF/pWOgJgMYJjZr0N3hBS5Y1U=' })).toBe('verified');
    const other = { ...sent, url: 'http://hooks.example:443/hooks/sms' };
    expect(check({ ...other, signature: 'KWXF/pWOgJgMYJjZr0N3hBS5Y1U=' })).toBe('refused');
  });

  it('is never what the request says of itself', () => {
    const more = ['Host', 'mycompany.com', 'X-Forwarded-Host', 'mycompany.com'];
    const url = 'https://hooks.example/myapp.php?foo=1&bar=2';
    expect(check({ url, signature: SIGNATURE, more })).toBe('refused');
  });
});

describe('the parameters that Twilio signs', () => {
  it('begin where the body does, and not behind a byte order mark', () => {
    const body = Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), Buffer.from(genuine.body)]);
    expect(check({ signature: SIGNATURE, body })).toBe('refused');
  });

  const signature = '5beBn1z4kn/ZqWEs8B043l3k/TU=';
  const rest = 'Empty=&Body=Zo%C3%AB+%E2%98%8E+%26+co';

  it('are sorted by name, capitals first, and each value counts once', () => {
    for (const media of ['MediaUrl=b&MediaUrl=a&MediaUrl=b', 'MediaUrl=a&MediaUrl=b'])
      expect(check({ url: hooks, signature, body: `${media}&body=lower&${rest}` })).toBe('verified');
    expect(check({ url: hooks, signature, body: `MediaUrl=a&body=lower&${rest}` })).toBe('refused');
    expect(check({ url: hooks, signature, body: `MediaUrl=a&MediaUrl=b&body=lower` })).toBe('refused');
  });

  it('may be none', () => {
    expect(check({ signature: 'zYQTYrRWXE7LtzbG4PfP7/bkkGo=', body: '', contentType: null })).toBe('verified');
    expect(check({ signature: 'zYQTYrRWXE7LtzbG4PfP7/bkkGo=' })).toBe('refused');
  });

  it.each([
    ['a field without a name, which adds nothing to what is signed', 'Body=Hi&=', FORM],
    ['the parameters as JSON', 'Body=Hi', 'application/json'],
    ['the parameters as another type, as which they would be read', 'Body=Hi', 'text/plain'],
    ['the parameters without a type', 'Body=Hi', null],
  ])('are not %s', (_, body, contentType) => {
    const sent = { url: hooks, signature: 'BVwBbuQkaz/Eyo5mOyiCJa9x75E=' };
    expect(check({ ...sent, body: 'Body=Hi' })).toBe('verified');
    expect(check({ ...sent, body, contentType })).toBe('refused');
  });

  it('are text, so that no bytes stand for others', () => {
    const body = Buffer.concat([Buffer.from('Body='), Buffer.of(0xff)]);
    expect(check({ url: hooks, signature: SIGNATURE, body })).toBe('refused');
  });
});

describe('a body that is no form', () => {
  const sent = { body: twilioJson.body, contentType: 'application/json' };
  const hash = twilioJson.url?.split('bodySHA256=')[1] ?? '';
  const url = (...hashes: readonly string[]) => `${genuine.url}${hashes.map((each) => `&bodySHA256=${each}`).join('')}`;

  it.each([
    ['comes twice', url(hash, hash), 'M0f9fdyYDFiq3ARQICCrqCnH9zE='],
    ['is written in capitals', url(hash.toUpperCase()), 'KF9uuYbODKamvlRt1B1bFONb+Q8='],
    ['is that of another body', url('0'.repeat(64)), 'EXPTF0E1Dpi1G0DqgbT38OA/nMQ='],
    ['is missing', url(), 'zYQTYrRWXE7LtzbG4PfP7/bkkGo='],
    ['is right but not signed', url(hash), 'zYQTYrRWXE7LtzbG4PfP7/bkkGo='],
  ])('is refused where its hash in the URL %s', (_, at, signature) => {
    expect(check({ ...sent, url: at, signature })).toBe('refused');
  });

  it('is taken with the one hash in the signed URL', () => {
    expect(check({ ...sent, url: url(hash), signature: 'a9nBmqA0ju/hNViExpshrM61xv4=' })).toBe('verified');
  });
});
