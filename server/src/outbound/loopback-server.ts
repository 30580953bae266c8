import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';

/** A real server on 127.0.0.1 for tests. */
export interface LoopbackServer {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** How many connections came in, and how many bytes were read from them, up to now. */
  connections(): number;
  bytes(): number;
  /** Connections that are open now. */
  open(): number;
  close(): Promise<void>;
}

/** Listens with any kind of server. */
export async function listen(server: Server): Promise<LoopbackServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let bytesOfClosed = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      bytesOfClosed += socket.bytesRead;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // A TCP server has no other kind of address.
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    connections: () => connections,
    bytes: () => [...sockets].reduce((sum, socket) => sum + socket.bytesRead, bytesOfClosed),
    open: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A well-behaved HTTP server. */
export const listenHttp = (handler: RequestListener) => listen(createServer(handler));

/** A server that writes whatever bytes it likes, once the first bytes of a request are there. */
export const listenRaw = (answer: (socket: Socket) => void) =>
  listen(createTcpServer((socket) => socket.once('data', () => answer(socket))));
