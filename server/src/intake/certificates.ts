import { X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';
import type { DocumentReader } from './verifier.ts';

type Certificates = readonly [X509Certificate, ...X509Certificate[]];

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const MAX_CERTIFICATES = 10;
/** Between a certificate and the root there is hardly ever more than one. */
const MAX_ISSUERS = 3;

const read = new WeakMap<Uint8Array, Certificates>();

/**
 * The certificates of a document, several in PEM or one in either form; the first is the one that signs. They are read
 * once for as long as the document is kept.
 * @throws what X509Certificate throws when the bytes hold none
 */
export const certificatesIn = (bytes: Uint8Array): Certificates => {
  const known = read.get(bytes);
  if (known !== undefined) return known;
  const [first, ...others] = Buffer.from(bytes).toString('latin1').match(PEM)?.slice(0, MAX_CERTIFICATES) ?? [];
  const certificates: Certificates = [
    new X509Certificate(first ?? bytes),
    ...others.map((certificate) => new X509Certificate(certificate)),
  ];
  read.set(bytes, certificates);
  return certificates;
};

/** Whether a certificate is valid at a time, in milliseconds since 1970. */
export const isValidAt = ({ validFromDate, validToDate }: X509Certificate, time: number): boolean =>
  time >= validFromDate.getTime() && time <= validToDate.getTime();

const hasIssued = (issuer: X509Certificate, subject: X509Certificate): boolean =>
  issuer.ca && subject.checkIssued(issuer) && subject.verify(issuer.publicKey);

/** Where the certificate of the issuer is published (RFC 5280, 4.2.2.1); it proves itself, and so needs no HTTPS. */
const ISSUER_URL = /^CA Issuers - URI:(https?:\/\/[a-z0-9.-]+\/[\w./%-]+)$/m;

const publishedIssuer = async (
  { infoAccess }: X509Certificate,
  documents: DocumentReader,
): Promise<X509Certificate | undefined> => {
  const url = ISSUER_URL.exec(infoAccess ?? '')?.[1];
  return url === undefined ? undefined : certificatesIn(await documents.read(url))[0];
};

const chains = new WeakMap<X509Certificate, readonly X509Certificate[]>();

/** From the certificate to a root that this computer trusts; undefined where no way leads there. */
const findChain = async (
  [certificate, ...others]: Certificates,
  documents: DocumentReader,
): Promise<readonly X509Certificate[] | undefined> => {
  const roots = getCACertificates('default').map((pem) => new X509Certificate(pem));
  const chain = [certificate];
  for (let subject = certificate; chain.length <= MAX_ISSUERS; ) {
    const root = roots.find((candidate) => hasIssued(candidate, subject));
    if (root !== undefined) return [...chain, root];
    const issuer =
      others.find((candidate) => hasIssued(candidate, subject)) ?? (await publishedIssuer(subject, documents));
    if (issuer === undefined || !hasIssued(issuer, subject)) return undefined;
    chain.push(issuer);
    subject = issuer;
  }
  return undefined;
};

/**
 * Whether the first of some certificates leads to a root that this computer trusts, over certificates that are all valid
 * at a time, in milliseconds since 1970. Issuers that are missing are asked for where the certificates say. Whether one
 * was revoked is not asked.
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-6
 * @throws what `documents` throws, and X509Certificate where an issuer cannot be read
 */
export const isTrusted = async (
  certificates: Certificates,
  time: number,
  documents: DocumentReader,
): Promise<boolean> => {
  const chain = chains.get(certificates[0]) ?? (await findChain(certificates, documents));
  if (chain === undefined) return false;
  chains.set(certificates[0], chain);
  return chain.every((certificate) => isValidAt(certificate, time));
};
