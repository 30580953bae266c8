import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface TargetServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** `127.0.0.1:<port>`, as MILLRACE_ALLOW_TARGETS wants it. */
  readonly host: string;
  /** Everything received, in order. */
  readonly requests: ReceivedRequest[];
  close(): Promise<void>;
}

/** A real HTTP server for workflows to call. Answers 200 with what it received unless told otherwise. */
export const startTargetServer = async (
  answer: (request: ReceivedRequest, response: ServerResponse) => void | Promise<void> = (request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ received: request.body }));
  },
): Promise<TargetServer> => {
  const requests: ReceivedRequest[] = [];
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    const received = { method: incoming.method ?? '', path: incoming.url ?? '', headers, body: await text(incoming) };
    requests.push(received);
    await answer(received, response);
  };
  const server = createServer((incoming, response) => {
    // A caller that was killed in the middle of its request is part of the tests.
    handle(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The target server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    host: `127.0.0.1:${address.port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
