import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { doom } from './doomed-connections.ts';

let server: Server;
let client: Socket;
afterEach(() => {
  client.destroy();
  server.close();
});

it('spares the errors of the requests of a doomed connection their stacks, and nothing else', async () => {
  const stacks: (string | undefined)[] = [];
  const gone = new Promise<void>((resolve) => {
    server = createServer((req) => {
      doom(req.socket);
      req.on('error', ({ stack }) => stacks.push(stack));
      req.socket.on('close', resolve);
      if (req.url === '/last') req.socket.destroy();
    }).listen(0, '127.0.0.1');
  });
  await once(server, 'listening');
  client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.on('error', () => undefined);
  client.write('POST /first HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\nGET /last HTTP/1.1\r\nHost: x\r\n\r\n');
  await gone;
  await expect.poll(() => stacks).toEqual(['Error: aborted', 'Error: aborted']);
  expect(new Error('another').stack).toContain('doomed-connections.test.ts');
});
