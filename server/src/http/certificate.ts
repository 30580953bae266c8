import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { StartRefused } from '../start-refused.ts';

/** How often the files are looked at, in milliseconds. Looking works across symbolic links and mounts; watching does not. */
const LOOK_EVERY_MS = 5_000;

/** Where the server's certificate lies, both in PEM: the chain with the server's own one first, and its private key. */
export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** @throws StartRefused when a file cannot be read, or the two do not make a certificate with its key. */
export function readCertificate(files: CertificateFiles): Certificate {
  try {
    return usable(files);
  } catch (error) {
    throw new StartRefused(
      `The certificate ${files.certFile} with the key ${files.keyFile} cannot be used: ${messageOf(error)}. MILLRACE_TLS_CERT names the chain and MILLRACE_TLS_KEY its private key, both in PEM.`,
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
  const paths = [...new Set([files.certFile, files.keyFile])];
  for (const path of paths) watchFile(path, { interval: everyMs, persistent: false }, look);
  return () => {
    for (const path of paths) unwatchFile(path, look);
  };
}

function usable({ certFile, keyFile }: CertificateFiles): Certificate {
  const certificate = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  // Fails where they do not fit each other.
  createSecureContext(certificate);
  return certificate;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
