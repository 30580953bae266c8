import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates } from 'node:tls';
import { generate } from 'selfsigned';

/** Stands in for the servers of senders, from which a server that is started with `env` reads documents. */
export interface Sender {
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** @param read what stands at a URL; rejects where nothing does, which becomes 404 */
export const startSender = async (
  hosts: readonly string[],
  read: (url: string) => Promise<Uint8Array>,
): Promise<Sender> => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'sender' }], {
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2, value })) },
    ],
  });
  const folder = mkdtempSync(join(tmpdir(), 'millrace-sender-'));
  const authorities = join(folder, 'authorities.pem');
  // Whoever made the documents may have had its own authority trusted.
  writeFileSync(authorities, [cert, ...getCACertificates('default')].join('\n'));
  const answer =
    (scheme: string): RequestListener =>
    ({ headers, url }, response) =>
      void read(`${scheme}://${headers.host}${url}`).then(
        (bytes) => response.end(bytes),
        () => response.writeHead(404).end(),
      );
  const [plain, secure] = [createHttpServer(answer('http')), createServer({ cert, key }, answer('https'))];
  return {
    env: {
      NODE_OPTIONS: `--import=${new URL('./reach-sender.ts', import.meta.url)}`,
      NODE_EXTRA_CA_CERTS: authorities,
      SENDER_PORT: await portOf(plain),
      SENDER_TLS_PORT: await portOf(secure),
      MILLRACE_ALLOW_TARGETS: hosts.join(),
    },
    close: async () => {
      for (const server of [plain, secure]) {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      }
      rmSync(folder, { recursive: true });
    },
  };
};

const portOf = async (server: Server): Promise<string> => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sender has no port.');
  return String(address.port);
};
