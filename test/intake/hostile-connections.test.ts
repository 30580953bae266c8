import { endpoints } from '@millrace/shared/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { everyPage } from '../support/every-page.ts';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { residentMegabytes } from '../support/resident-megabytes.ts';
import { openSocket, sendRaw, statusesIn, untilClosed } from '../support/send-raw.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

/** The limit of the server's bodies, in bytes. */
const LIMIT = 1024 * 1024;
/** An address of the loopback network that is not the one of everybody else. */
const ATTACKER = '127.0.0.2';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ env: { MILLRACE_REFUSALS_PER_SECOND: '10000' } });
});
afterAll(() => server?.close());

let workflow: { id: string; triggerUrl: string; path: string };
beforeEach(async () => {
  const { id, triggerUrl } = await publishedWorkflow(server.api, 'Orders', graphOf([{ id: 'hook', type: 'webhook' }]));
  workflow = { id, triggerUrl, path: new URL(triggerUrl).pathname };
});

const executions = () =>
  everyPage((cursor) => server.api(endpoints.listExecutions, { query: { workflowId: workflow.id, cursor } }));
const outcomes = async () =>
  (
    await everyPage((cursor) =>
      server.api(endpoints.listDeliveries, { query: { workflowId: workflow.id, limit: 200, cursor } }),
    )
  ).map(({ outcome }) => outcome);

const post = async (): Promise<number> => (await fetch(workflow.triggerUrl, { method: 'POST', body: '{}' })).status;
const head = (version = 'HTTP/1.1') => `POST ${workflow.path} ${version}\r\nHost: x\r\n`;

describe('A1 slow headers', () => {
  it('A1 are cut off on 500 connections, while other clients are answered', async () => {
    const slow = Array.from({ length: 500 }, () => openSocket({ url: server.url, from: ATTACKER }));
    const closed = slow.map(untilClosed);
    const drip = setInterval(() => {
      for (const socket of slow) if (!socket.destroyed) socket.write('X');
    }, 500);
    for (const socket of slow) socket.write(`POST ${workflow.path} HTTP/1.1\r\nHost: x\r\nX-Slow: `);
    const left = { slow: true };
    const ended = Promise.all(closed).then((answers) => {
      left.slow = false;
      return answers;
    });
    let posted = 0;
    while (left.slow) {
      expect(await post()).toBe(200);
      posted += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    clearInterval(drip);
    const answers = await ended;
    expect(posted).toBeGreaterThan(10);
    // The address has 256 places; the others were not even listened to.
    expect(answers.filter((answer) => answer.startsWith('HTTP/1.1 408 ')).length).toBeGreaterThan(0);
    expect(answers.filter((answer) => answer === '').length).toBeGreaterThanOrEqual(500 - 256);
    expect(await executions()).toHaveLength(posted);
  });

  it('A1 a connection that sends request upon request without reading is read no further', async () => {
    const requests = Array.from({ length: 50 }, () => `${head()}Content-Length: 2\r\n\r\n{}`).join('');
    const statuses = statusesIn(await sendRaw({ url: server.url }, requests));
    expect(statuses.at(-1)).toBe(503);
    expect(await executions()).toHaveLength(statuses.filter((status) => status === 200).length);
    expect(statuses.length).toBeLessThan(5);
  });
});

describe('A2 a slow body', () => {
  it('A2 gets 408, and nothing runs', async () => {
    const socket = openSocket({ url: server.url });
    const answer = untilClosed(socket);
    socket.write(`${head()}Content-Length: ${LIMIT}\r\n\r\n`);
    const drip = setInterval(() => socket.write('x'), 1_000);
    expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
    clearInterval(drip);
    await expect.poll(outcomes).toEqual(['timed-out']);
    expect(await executions()).toEqual([]);
  });
});

describe('A2 large bodies that are sent but for their end', () => {
  it('A2 take a bounded memory together, and others are answered', async () => {
    const size = 8 * LIMIT;
    const own = await startServer({ env: { MILLRACE_MAX_BODY_BYTES: String(size) } });
    onTestFinished(() => own.close());
    const hook = await publishedWorkflow(own.api, 'Large', graphOf([{ id: 'hook', type: 'webhook' }]));
    const before = await residentMegabytes(own.process.pid ?? 0);
    const most = Buffer.alloc(size - 1, 'x');
    const answers: string[] = [];
    const held = Array.from({ length: 96 }, () => openSocket({ url: own.url, from: ATTACKER }));
    onTestFinished(() => {
      for (const socket of held) socket.destroy();
    });
    for (const socket of held) {
      void untilClosed(socket).then((answer) => answers.push(answer));
      socket.write(`POST ${new URL(hook.triggerUrl).pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: ${size}\r\n\r\n`);
      socket.write(most);
    }
    // The others, of 8 MB each, are what fits into 256 MB.
    await expect.poll(() => answers.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(96 - 32);
    for (const body of ['{}', `"${'x'.repeat(LIMIT)}"`])
      expect((await fetch(hook.triggerUrl, { method: 'POST', body })).status).toBe(200);
    // A busy machine takes so long over them that some run out of time first.
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 (?:503 [\s\S]*^retry-after: \d+\r$|408 )/im);
    expect(answers.some((answer) => answer.startsWith('HTTP/1.1 503 '))).toBe(true);
    // Of 768 MB that were sent. What is above the 256 is garbage of the reading.
    expect((await residentMegabytes(own.process.pid ?? 0)) - before).toBeLessThan(640);
    const { items } = await own.api(endpoints.listDeliveries, { query: { workflowId: hook.id } });
    expect(items.map(({ outcome }) => outcome).filter((outcome) => outcome !== 'timed-out')).toEqual([
      'accepted',
      'accepted',
    ]);
  });
});

describe('A3 a body over the limit', () => {
  const huge = Buffer.alloc(64 * LIMIT, 'x');
  it.each([
    ['with a length', `Content-Length: ${huge.length}\r\n\r\n`, ''],
    ['in chunks', `Transfer-Encoding: chunked\r\n\r\n${huge.length.toString(16)}\r\n`, '\r\n0\r\n\r\n'],
  ])('A3 %s gets 413, takes no memory, and nothing behind it is a request', async (_, framing, end) => {
    const before = await residentMegabytes(server.process.pid ?? 0);
    const next = `${head()}Content-Length: 2\r\n\r\n{}`;
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => sendRaw({ url: server.url }, head() + framing, huge, end + next)),
    );
    for (const answer of answers) expect(statusesIn(answer)).toEqual([413]);
    // Of 256 MB that were sent. What is left is garbage of the reading.
    expect((await residentMegabytes(server.process.pid ?? 0)) - before).toBeLessThan(128);
    await expect.poll(outcomes).toEqual(Array(4).fill('too-large'));
    expect(await executions()).toEqual([]);
  });
});

describe('A4 ambiguous requests', () => {
  const body = 'Content-Length: 2\r\n\r\n{}';
  it.each<[string, () => string]>([
    ['both framings', () => `${head()}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['both framings, the other way', () => `${head()}Transfer-Encoding: chunked\r\n${body}`],
    ['two lengths', () => `${head()}Content-Length: 3\r\n${body}`],
    ['the same length twice', () => `${head()}Content-Length: 2\r\n${body}`],
    ['a length with a sign', () => `${head()}Content-Length: +2\r\n\r\n{}`],
    ['a coding that only looks like chunked', () => `${head()}Transfer-Encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`],
    ['chunked and then another coding', () => `${head()}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
    ['a chunk longer than 64 bits', () => `${head()}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}`],
    ['a line feed in a chunk extension', () => `${head()}Transfer-Encoding: chunked\r\n\r\n2;a=\nb\r\n{}\r\n0\r\n\r\n`],
    ['a folded header', () => `${head()}X-A: 1\r\n 2\r\n${body}`],
    ['a space before a colon', () => `${head()}X-A : 1\r\n${body}`],
    ['a NUL in a header', () => `${head()}X-A: a\0b\r\n${body}`],
    ['a NUL in the target', () => head().replace(' HTTP', '\0 HTTP') + body],
    ['bare line feeds', () => (head() + body).replaceAll('\r\n', '\n')],
    ['one bare line feed', () => `${head()}X-A: 1\n${body}`],
    ['a bare carriage return', () => `${head()}X-A: 1\rX-B: 2\r\n${body}`],
    ['no host', () => `POST ${workflow.path} HTTP/1.1\r\n${body}`],
    ['two hosts', () => `${head()}Host: y\r\n${body}`],
    ['a whole URL as the target', () => head().replace(' /', ' http://x/') + body],
    ['chunks in HTTP/1.0', () => `${head('HTTP/1.0')}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`],
    ['HTTP/0.9', () => `POST ${workflow.path}\r\n\r\n`],
    ['HTTP/2 without being asked', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ])('A4 %s gets 400 and ends the connection, whatever follows', async (_, request) => {
    // In one write the next request is often read before the first is answered, in two often after it.
    for (const writes of [[request() + head() + body], [request(), head() + body]]) {
      expect(statusesIn(await sendRaw({ url: server.url }, ...writes))).toEqual([400]);
      expect(await executions()).toEqual([]);
    }
  });

  it('A4 more than 16 KiB of headers get 431', async () => {
    const answer = await sendRaw({ url: server.url }, `${head()}X-A: ${'a'.repeat(17_000)}\r\n${body}`);
    expect(statusesIn(answer)).toEqual([431]);
    expect(await executions()).toEqual([]);
  });

  it.each<[string, () => string, RegExp]>([
    ['HTTP/1.0', () => head('HTTP/1.0') + body, /^HTTP\/1\.1 200 /],
    [
      'an offer to go on in HTTP/2',
      () =>
        `${head()}Connection: close, Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n${body}`,
      /^HTTP\/1\.1 200 /,
    ],
    [
      'an expectation to continue',
      () => `${head()}Connection: close\r\nExpect: 100-continue\r\n${body}`,
      /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /,
    ],
  ])('A4 %s runs once', async (_, request, expected) => {
    expect(await sendRaw({ url: server.url }, request())).toMatch(expected);
    expect(await executions()).toHaveLength(1);
  });

  it('A4 an expectation that nobody knows runs nothing', async () => {
    const answer = await sendRaw({ url: server.url }, `${head()}Connection: close\r\nExpect: a-miracle\r\n${body}`);
    expect(statusesIn(answer)).toEqual([417]);
    expect(await executions()).toEqual([]);
  });
});
