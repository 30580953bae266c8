import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { StartRefused } from '../start-refused.ts';
import type { Certificate } from './certificate.ts';
import { ClientTrust } from './client-trust.ts';
import type { ConnectionLimit } from './connection-limit.ts';
import { doom, isDoomed } from './doomed-connections.ts';
import { isFaulty } from './faulty-request.ts';
import { HOOKS_PREFIX } from './incoming-request.ts';
import { isOneTooMany } from './pipelining.ts';

type Listener = (req: IncomingMessage, res: ServerResponse) => void;

export interface HttpServerParts {
  /** With it, the server speaks HTTPS and nothing else. */
  readonly certificate?: Certificate | undefined;
  readonly hooks: Listener;
  /** Everything that is no trigger URL. */
  readonly app: Listener;
  readonly connections: Pick<ConnectionLimit, 'admits' | 'distrust'>;
}

/** The listening socket and its connections. */
export interface HttpServer {
  /** @throws StartRefused when the address cannot be had. */
  listen(port: number, host: string): Promise<AddressInfo>;
  /** For connections from now on. Does nothing where the server speaks plain HTTP. */
  useCertificate(certificate: Certificate): void;
  /** Takes no more connections and requests; resolves when the last one is answered, or cut off after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

const LIMITS: ServerOptions = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  // Longer than the usual minute of proxies, so that it is never we who close a connection they are about to use.
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16_384,
  // Node would refuse such a request itself, and then run the next one of its connection: `isFaulty` ends that too.
  requireHostHeader: false,
  noDelay: true,
};
/** From all addresses together. Each takes memory, which is all that it may cost. */
const MAX_CONNECTIONS = 8_192;
/** A connection is not kept for ever, however busy it is. */
const MAX_REQUESTS_PER_CONNECTION = 10_000;
const TLS = { minVersion: 'TLSv1.2', handshakeTimeout: 5_000 } as const;

/** Answers trigger URLs directly, before any framework: nothing stands between a webhook and its commit. */
export function createHttpServer({ certificate, hooks, app, connections }: HttpServerParts): HttpServer {
  let closing = false;
  const answer: Listener = (req, res) => {
    if (isDoomed(req.socket)) return;
    if (closing || trust?.isOutdated(req.socket)) return turnAway(res);
    if (isOneTooMany(req, res)) {
      connections.distrust(req.socket, 'misused');
      doom(req.socket);
      req.socket.pause();
      return turnAway(res);
    }
    const target = req.url ?? '';
    // A whole URL as the target is for proxies, `*` for OPTIONS.
    if (!target.startsWith('/') || isFaulty(req)) refuseToRead(req, res);
    else if (target.startsWith(HOOKS_PREFIX)) hooks(req, res);
    else app(req, res);
  };
  const secure =
    certificate &&
    createSecureServer(
      // A client may show a certificate, and need not: only a workflow may insist.
      { ...LIMITS, ...TLS, ...certificate, requestCert: certificate.ca !== undefined, rejectUnauthorized: false },
      answer,
    );
  const trust = secure && new ClientTrust(secure, certificate.ca);
  const server = secure ?? createServer(LIMITS, answer);
  server.maxConnections = MAX_CONNECTIONS;
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_CONNECTION;
  server.on('connect', (_req: IncomingMessage, socket: Duplex) => refuseTunnel(socket));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    connections.distrust(socket, 'misused');
    answerClientError(error, socket);
  });
  admitOnly(server, connections);

  return {
    useCertificate: (next) => {
      secure?.setSecureContext({ ...TLS, ...next });
      trust?.use(next.ca);
    },
    listen: (port, host) => listen(server, port, host),
    close: async (graceMs) => {
      closing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

/** Resets a connection before anything is made for it, or read of it, or its encryption costs anything. */
function admitOnly(server: Server, connections: Pick<ConnectionLimit, 'admits'>): void {
  const listeners = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    if (!connections.admits(socket)) socket.resetAndDestroy();
    else for (const listener of listeners) listener.call(server, socket);
  });
}

/** The connection was open before the server began to stop or trusted other clients, or is misused. Nothing is recorded; the sender comes again. */
function turnAway(res: ServerResponse): void {
  res.writeHead(503, { connection: 'close', 'retry-after': '5', 'content-type': 'application/json' });
  res.end(JSON.stringify({ error: STATUS_CODES[503] }));
}

/** This is no proxy. */
function refuseTunnel(socket: Duplex): void {
  socket.on('error', () => socket.destroy());
  socket.end('HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () =>
    socket.destroy(),
  );
}

function refuseToRead(req: IncomingMessage, res: ServerResponse): void {
  doom(req.socket);
  res.writeHead(400, { connection: 'close' });
  res.end();
}

const statusOfClientError: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** What is no HTTP, or comes too slowly, ends its connection. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || isDoomed(socket)) {
    socket.destroy();
    return;
  }
  const status = statusOfClientError[error.code ?? ''] ?? 400;
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
    socket.destroy(),
  );
}

function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new StartRefused(whyNot(error, port, host))));
    server.listen(port, host, () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') resolve(address);
    });
  });
}

function whyNot(error: NodeJS.ErrnoException, port: number, host: string): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use already: stop what listens there, or set MILLRACE_PORT to another port.`;
    case 'EACCES':
      return `Port ${port} may not be used by this account: set MILLRACE_PORT to a port from 1024 on.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} is no address of this machine: set MILLRACE_HOST to one that is, or to 0.0.0.0 for all of them.`;
    default:
      return `The server cannot listen on ${host}:${port}: ${error.message}.`;
  }
}
