import { z } from 'zod';
import { definePreset } from './define-preset.ts';

export const clientCertificate = definePreset({
  preset: 'client-certificate',
  label: 'Client certificate (mTLS)',
  config: z.object({
    preset: z.literal('client-certificate'),
    fingerprints: z
      .array(
        z
          .string()
          .trim()
          .regex(
            /^(?:[0-9a-f]{2}:?){31}[0-9a-f]{2}$/i,
            'Write the SHA-256 fingerprint: 64 hexadecimal digits, with or without colons.',
          ),
      )
      .max(50)
      .default([])
      .meta({
        title: 'Fingerprints',
        description:
          'The SHA-256 of certificates that are taken, as `openssl x509 -noout -fingerprint -sha256` says it.',
      }),
    names: z
      .array(
        z
          .string()
          .trim()
          .regex(/^\S{1,1000}$/, 'Write the name as it stands in the certificate, without spaces.'),
      )
      .max(50)
      .default([])
      .meta({
        title: 'Names',
        description:
          'Subject alternative names that are taken, exactly: a host as client.example, a URI as spiffe://example/orders, or a mail address.',
      }),
  }),
  initial: { preset: 'client-certificate', fingerprints: [], names: [] },
  help: 'For servers that speak HTTPS themselves: start Millrace with `MILLRACE_TLS_CERT`, `MILLRACE_TLS_KEY` and `MILLRACE_TLS_CLIENT_CA`, the certificates (PEM) of whoever issues your senders’ certificates. Every connection is then asked for a certificate and none has to have one. Checked: the certificate chains to that CA and is valid today; and, where you fill something in below, it has one of the fingerprints or names. **Leave both empty only if the CA serves nobody but your senders**: any of its certificates would do. Lists of revoked certificates are not asked for: name the fingerprints, or change the CA. Behind a proxy the connection is the proxy’s, so this cannot be used there: let the proxy check the certificate, and give it a token to add (*Token in a header*). Headers such as `x-forwarded-client-cert` are not believed.',
  link: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2',
  credentialHeaders: () => [],
});
