import { Agent, request } from 'node:http';
import { openSocket, statusesIn } from '../support/send-raw.ts';

// Sends requests with bad signatures, as an attacker does, until it is killed; then nobody misses what it counted, so it
// prints its answers each second. Usage: node test/bench/flood-sender.ts <trigger URL> <manner> <connections>
const [url = '', manner = '', count = '50'] = process.argv.slice(2);
const { host, pathname } = new URL(url);
const body = JSON.stringify({ forged: true, padding: 'x'.repeat(900) });
const headers = {
  'content-type': 'application/json',
  'content-length': String(body.length),
  'x-signature': '0'.repeat(64),
};
/** A sender whose connection is refused waits so long, as otherwise it would take the processor that the server needs. */
const RETRY_MS = 50;
const head = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
/** As much as comes in few packets. */
const hundred = Buffer.from(`POST ${pathname} HTTP/1.1\r\n${head.join('')}\r\n${body}`.repeat(100));
let answers = 0;

/** 127.0.0.2 for one attacker; for many, one address each. */
const addressOf = (index: number): string => `127.0.0.${manner === 'from many addresses' ? 2 + (index % 250) : 2}`;

const posted = (agent: Agent | false, localAddress: string): Promise<void> =>
  new Promise((resolve) => {
    const sent = request(url, { method: 'POST', headers, localAddress, agent }, (response) => {
      answers += 1;
      response.resume().on('end', resolve).on('error', resolve);
    });
    sent.on('error', () => setTimeout(resolve, RETRY_MS)).end(body);
  });

/** Sends without waiting for answers. */
const pipelined = (localAddress: string): Promise<void> =>
  new Promise((resolve) => {
    const socket = openSocket({ url, from: localAddress });
    socket.write(hundred);
    socket.setEncoding('latin1').on('data', (text: string) => {
      answers += statusesIn(text).length;
    });
    socket.on('error', () => undefined).on('close', () => setTimeout(resolve, RETRY_MS));
  });

const attack = async (index: number): Promise<never> => {
  const agent = manner === 'reconnecting' ? false : new Agent({ keepAlive: true, maxSockets: 1 });
  for (;;) await (manner === 'pipelining' ? pipelined(addressOf(index)) : posted(agent, addressOf(index)));
};

setInterval(() => process.stdout.write(`${answers}\n`), 200);
await Promise.all(Array.from({ length: Number(count) }, (_, index) => attack(index)));
