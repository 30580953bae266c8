import { hubspot } from '@millrace/shared/intake/hubspot';
import { describe, expect, it } from 'vitest';
import { hubspot as genuine } from '../genuine/hubspot.ts';
import { HeaderBag } from '../header-bag.ts';
import { hubspotVerifier } from './hubspot.ts';

interface Change {
  readonly url?: string | undefined;
  readonly signature?: string;
  readonly offMs?: number;
}
const check = ({ url = genuine.url ?? '', signature, offMs = 0 }: Change) =>
  hubspotVerifier.verify(
    hubspot.config.parse(genuine.config),
    {
      ...{ method: 'POST', url, query: url.split('?')[1] ?? '', body: Buffer.from(genuine.body) },
      headers: new HeaderBag(
        Object.entries({
          ...genuine.headers,
          ...(signature === undefined ? {} : { 'x-hubspot-signature-v3': signature }),
        }).flat(),
      ),
      receivedAt: genuine.receivedAt + offMs,
    },
    [{ name: 'NEW', value: genuine.secret }],
  );

describe('the URL that HubSpot signs', () => {
  // Made with another implementation (Python’s hmac) over …?all=:/?@!$'()*,;&other=%20%26%3D%2B%23%25
  const signature = 'eOuiWcUj+7wKTE77DyWSToqqdGAM3oMuC+t0W81SkeA=';
  const before = 'https://www.example.com/webhook_uri?all=';
  const kept = '&other=%20%26%3D%2B%23%25';

  it.each([
    ['as it is signed', `${before}:/?@!$'()*,;${kept}`],
    ['with all escapes that HubSpot decodes', `${before}%3A%2F%3F%40%21%24%27%28%29%2A%2C%3B${kept}`],
    ['with these escapes in lower case', `${before}%3a%2f%3f%40%21%24%27%28%29%2a%2c%3b${kept}`],
  ])('may come %s', (_, url) => {
    expect(check({ url, signature })).toEqual({ kind: 'verified', secret: 'NEW' });
  });

  it.each(['%20', '%26', '%3D', '%2B', '%23', '%25'])('has %s left as it is', (code) => {
    const url = `${before}:/?@!$'()*,;${kept.replace(code, decodeURIComponent(code))}`;
    expect(check({ url, signature })).toMatchObject({ kind: 'refused', outcome: 'unverified' });
  });
});

describe('the time of HubSpot, in milliseconds', () => {
  it('is tolerated up to the tolerance, both ways', () => {
    for (const offMs of [-300_000, -1, 0, 300_000]) expect(check({ offMs }).kind).toBe('verified');
    for (const offMs of [-300_001, 300_001])
      expect(check({ offMs })).toMatchObject({ kind: 'refused', outcome: 'stale' });
  });
});
