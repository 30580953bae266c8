import { connect, type Socket } from 'node:net';

/** Where raw bytes go: `url` says host and port, `from` the own address, of which a machine has all of 127.0.0.0/8. */
export interface RawTarget {
  readonly url: string;
  readonly from?: string;
}

/** A connection to the server at `url`. What is written waits until it is open. */
export const openSocket = ({ url, from }: RawTarget): Socket => {
  const { hostname, port } = new URL(url);
  return connect({ host: hostname, port: Number(port), ...(from !== undefined && { localAddress: from }) });
};

/** Sends bytes as they are, and gives everything that comes back until the server closes the connection. */
export const sendRaw = (target: RawTarget, ...chunks: readonly (string | Buffer)[]): Promise<string> => {
  const socket = openSocket(target);
  const received = untilClosed(socket);
  for (const chunk of chunks) socket.write(chunk);
  return received;
};

/** Everything that comes over a connection, once it is closed. */
export const untilClosed = (socket: Socket): Promise<string> =>
  new Promise((resolve) => {
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      text += chunk;
    });
    // A reset after the answer is as good an end as any.
    socket.on('error', () => undefined).on('close', () => resolve(text));
  });

/** The status of each answer in what came back. */
export const statusesIn = (answer: string): number[] =>
  [...answer.matchAll(/(?:^|\r\n\r\n|\}|\n)HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
