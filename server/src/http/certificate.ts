import { X509Certificate } from 'node:crypto';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { StartRefused } from '../start-refused.ts';

/** How often the files are looked at, in milliseconds. Looking works across symbolic links and mounts; watching does not. */
const LOOK_EVERY_MS = 5_000;

/** Where the server's certificate lies, all in PEM: the chain with the server's own one first, and its private key. */
export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
  /** Who issues the certificates of clients; without it, none is asked for. */
  readonly clientCaFile?: string | undefined;
}

export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
  /** Of the issuers of client certificates. */
  readonly ca?: Buffer | undefined;
}

/** @throws StartRefused when a file cannot be read, the two do not make a certificate with its key, or the CA is none. */
export function readCertificate(files: CertificateFiles): Certificate {
  try {
    return usable(files);
  } catch (error) {
    const ca =
      files.clientCaFile === undefined
        ? ''
        : `, and MILLRACE_TLS_CLIENT_CA (${files.clientCaFile}) the issuers of client certificates`;
    throw new StartRefused(
      `The certificate ${files.certFile} with the key ${files.keyFile} cannot be used: ${messageOf(error)}. MILLRACE_TLS_CERT names the chain and MILLRACE_TLS_KEY its private key${ca}; all in PEM.`,
    );
  }
}

interface Watcher {
  onChange(certificate: Certificate): void;
  /** What is there now cannot be used, as when only one of the two is new yet. The next change is looked at again. */
  onUnusable(error: Error): void;
}

/** Tells of a new certificate once its files have changed, however they were replaced. @returns how to stop that */
export function watchCertificate(files: CertificateFiles, watcher: Watcher, everyMs = LOOK_EVERY_MS): () => void {
  const look = (): void => {
    try {
      watcher.onChange(usable(files));
    } catch (error) {
      watcher.onUnusable(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const { certFile, keyFile, clientCaFile = certFile } = files;
  const paths = [...new Set([certFile, keyFile, clientCaFile])];
  for (const path of paths) watchFile(path, { interval: everyMs, persistent: false }, look);
  return () => {
    for (const path of paths) unwatchFile(path, look);
  };
}

function usable({ certFile, keyFile, clientCaFile }: CertificateFiles): Certificate {
  const ca = clientCaFile === undefined ? undefined : certificatesIn(clientCaFile);
  const certificate = { cert: readFileSync(certFile), key: readFileSync(keyFile), ca };
  // Fails where they do not fit each other.
  createSecureContext(certificate);
  return certificate;
}

const ONE_CERTIFICATE = /-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs;

/** OpenSSL leaves out what it cannot read, and would then trust nobody. */
function certificatesIn(file: string): Buffer {
  const pem = readFileSync(file);
  const certificates = pem.toString('latin1').match(ONE_CERTIFICATE) ?? [];
  if (certificates.length === 0) throw new Error(`${file} holds no certificate`);
  for (const certificate of certificates) new X509Certificate(certificate);
  return pem;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
