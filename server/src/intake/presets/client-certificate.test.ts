import { X509Certificate } from 'node:crypto';
import { verification } from '@millrace/shared/intake/index';
import { generate } from 'selfsigned';
import { beforeAll, describe, expect, it } from 'vitest';
import { HeaderBag } from '../header-bag.ts';
import { verify } from '../verifiers.ts';

const certificateOf = async (names: { type: 1 | 2 | 6; value: string }[]): Promise<X509Certificate> => {
  const { cert } = await generate([{ name: 'commonName', value: 'common.example' }], {
    ...{ keyType: 'ec', algorithm: 'sha256' },
    extensions: [{ name: 'subjectAltName', altNames: names }],
  });
  return new X509Certificate(cert);
};

let certificate: X509Certificate;
beforeAll(async () => {
  certificate = await certificateOf([
    { type: 6, value: 'spiffe://example/orders' },
    { type: 2, value: 'Client.example' },
    { type: 1, value: 'orders@example.com' },
    { type: 2, value: '*.wide.example' },
  ]);
});

const check = (config: object, shown: X509Certificate = certificate, receivedAt = Date.now()) =>
  verify(
    verification.parse({ preset: 'client-certificate', ...config }),
    {
      ...{ method: 'POST', url: 'https://hooks.example/hooks/orders', query: '' },
      ...{ headers: new HeaderBag([]), body: Buffer.from('{}'), receivedAt },
      clientCertificate: () => ({ kind: 'trusted', certificate: shown }),
    },
    [],
    { read: () => Promise.reject(new Error('No document is needed.')) },
  );

describe('verification by client-certificate', () => {
  it('takes any certificate of the CA where nothing is named', () => {
    expect(check({})).toEqual({ kind: 'verified', secret: null });
  });

  it('takes a fingerprint in any spelling, and no other one', () => {
    const { fingerprint256 } = certificate;
    for (const written of [fingerprint256, fingerprint256.toLowerCase(), fingerprint256.replaceAll(':', '')]) {
      expect(check({ fingerprints: ['00'.repeat(32), written] })).toMatchObject({ kind: 'verified' });
    }
    expect(check({ fingerprints: ['00'.repeat(32)] })).toMatchObject({ kind: 'refused', outcome: 'unverified' });
    expect(check({ fingerprints: ['00'.repeat(32)], names: ['client.example'] })).toMatchObject({ kind: 'verified' });
  });

  it.each([
    ['client.example', true],
    ['CLIENT.EXAMPLE', true],
    ['spiffe://example/orders', true],
    ['orders@example.com', true],
    ['*.wide.example', true],
    ['a.wide.example', false],
    ['common.example', false],
    ['example', false],
    ['spiffe://example/order', false],
    ['spiffe://example/Orders', false],
    ['spiffe://example/orders/x', false],
    ['example.com', false],
  ])('takes the name %s: %s', (name, passes) => {
    expect(check({ names: [name] })).toMatchObject({ kind: passes ? 'verified' : 'refused' });
  });

  it('takes no name out of the middle of another one', async () => {
    for (const [type, value] of [
      [6, 'spiffe://x/, DNS:client.example'],
      [6, 'spiffe://x/", DNS:client.example, URI:"'],
      [1, 'x@example, DNS:client.example'],
      [6, 'client.example'],
    ] as const) {
      const forged = await certificateOf([{ type, value }]);
      expect(check({ names: ['client.example'] }, forged)).toMatchObject({ kind: 'refused' });
    }
  });

  it('refuses a certificate that has expired since the connection began', () => {
    expect(check({}, certificate, Date.parse(certificate.validTo))).toMatchObject({ kind: 'verified' });
    expect(check({}, certificate, Date.parse(certificate.validTo) + 1)).toMatchObject({ outcome: 'unverified' });
    expect(check({}, certificate, Date.parse(certificate.validFrom) - 1)).toMatchObject({ outcome: 'unverified' });
  });
});
