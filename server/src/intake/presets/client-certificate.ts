import type { X509Certificate } from 'node:crypto';
import { clientCertificate } from '@millrace/shared/intake/client-certificate';
import { implementPreset, refused, verified } from '../verifier.ts';

const hexOf = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase();

/** Node writes a name that could be taken for two as a JSON string. */
const ENTRY = /([A-Za-z ]+):("(?:[^"\\]|\\.)*"|[^,"]*)(?:, |$)/y;

/** The subject alternative names in the form `kind:name`. What stands behind one that cannot be read is left out. */
function alternativeNamesOf({ subjectAltName = '' }: X509Certificate): string[] {
  const names: string[] = [];
  ENTRY.lastIndex = 0;
  for (let found = ENTRY.exec(subjectAltName); found !== null; found = ENTRY.exec(subjectAltName)) {
    const [, kind = '', name = ''] = found;
    names.push(kind === 'DNS' ? `DNS:${name.toLowerCase()}` : `${kind}:${name}`);
  }
  return names;
}

/** What a name has to be in the certificate: a CA may vouch for one kind of names and not for another. */
function entryOf(name: string): string {
  if (name.includes('://') || name.startsWith('urn:')) return `URI:${name}`;
  return name.includes('@') ? `email:${name}` : `DNS:${name.toLowerCase()}`;
}

const isValidAt = ({ validFrom, validTo }: X509Certificate, now: number): boolean =>
  now >= Date.parse(validFrom) && now <= Date.parse(validTo);

/**
 * The connection's own proof, which TLS has checked against the CA of MILLRACE_TLS_CLIENT_CA.
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.6
 */
export const clientCertificateVerifier = implementPreset(
  clientCertificate,
  ({ fingerprints, names }, { clientCertificate: shown, receivedAt }) => {
    const sender = shown?.() ?? { kind: 'not-asked' };
    switch (sender.kind) {
      case 'not-asked':
        return refused(
          'misconfigured',
          'This server asks no sender for a certificate: start it with MILLRACE_TLS_CLIENT_CA, and with MILLRACE_TLS_CERT and MILLRACE_TLS_KEY, so that it speaks HTTPS itself.',
        );
      case 'none':
        return refused('unverified', 'The sender showed no certificate.');
      case 'untrusted':
        return refused(
          'unverified',
          `The sender’s certificate does not chain to the CA that MILLRACE_TLS_CLIENT_CA names (${sender.code}).`,
        );
      case 'trusted': {
        const { certificate } = sender;
        // A connection may outlive the certificate that it began with.
        if (!isValidAt(certificate, receivedAt))
          return refused('unverified', 'The sender’s certificate is not valid now.');
        if (fingerprints.length === 0 && names.length === 0) return verified(null);
        const own = hexOf(certificate.fingerprint256);
        if (fingerprints.some((fingerprint) => hexOf(fingerprint) === own)) return verified(null);
        const has = alternativeNamesOf(certificate);
        if (names.some((name) => has.includes(entryOf(name)))) return verified(null);
        return refused(
          'unverified',
          `The sender’s certificate, ${own}, has none of the fingerprints and names that this workflow takes.`,
        );
      }
    }
  },
);
