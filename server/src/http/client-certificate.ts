import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { ClientCertificate } from '../intake/client-certificate.ts';

/** @param isAsked whether the server asks its connections for certificates */
export const clientCertificateReader =
  (isAsked: boolean) =>
  ({ socket }: Pick<IncomingMessage, 'socket'>): ClientCertificate => {
    if (!isAsked || !(socket instanceof TLSSocket)) return { kind: 'not-asked' };
    // First of all: a resumed session counts as authorized in Node also where no certificate was ever shown.
    const certificate = socket.getPeerX509Certificate();
    if (certificate === undefined) return { kind: 'none' };
    return socket.authorized
      ? { kind: 'trusted', certificate }
      : { kind: 'untrusted', code: String(socket.authorizationError) };
  };
