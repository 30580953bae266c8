import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { endpoints } from '@millrace/shared/api';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Clock, newClock } from '../support/clock.ts';
import { everyPage } from '../support/every-page.ts';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { openSocket, untilClosed } from '../support/send-raw.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { startTargetServer } from '../support/target-server.ts';

let dataDir: string;
let faultFile: string;
let server: RunningServer;
let clock: Clock;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'millrace-faults-'));
  faultFile = join(dataDir, 'fault');
  clock = newClock();
  breaks('nothing');
});
afterEach(async () => {
  await server?.close();
  rmSync(dataDir, { recursive: true });
  clock.remove();
});

const breaks = (fault: 'nothing' | 'full' | 'read-only' | 'answer'): void => writeFileSync(faultFile, fault);
const start = async (env: Record<string, string> = {}): Promise<RunningServer> => {
  server = await startServer({
    dataDir,
    env: {
      ...clock.env,
      NODE_OPTIONS: `${clock.env.NODE_OPTIONS} --import=${new URL('../support/break-database.ts', import.meta.url)}`,
      FAULT_FILE: faultFile,
      MILLRACE_LOG_LEVEL: 'silent',
      ...env,
    },
  });
  return server;
};

const publish = (config: Record<string, unknown> = {}) =>
  publishedWorkflow(server.api, 'Orders', graphOf([{ id: 'hook', type: 'webhook', config }]));

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly isDuplicate: boolean;
  readonly deliveryId: string | undefined;
}
const post = async (url: string, body: string, headers: Record<string, string> = {}): Promise<Answer> => {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  const answer = (await response.json()) as { deliveryId?: string };
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    isDuplicate: response.headers.get('x-millrace-duplicate') === 'true',
    deliveryId: answer.deliveryId,
  };
};

/** The ids of accepted deliveries as another SQLite than the server's finds them. */
const keptIds = (): Set<string> => {
  const db = new DatabaseSync(join(dataDir, 'millrace.db'));
  const rows = db.prepare(`select id from delivery where outcome = 'accepted'`).all();
  db.close();
  return new Set(rows.map(({ id }) => String(id)));
};
const expectKept = (answers: readonly Answer[]): void => {
  const ids = keptIds();
  const acknowledged = answers.filter(({ status }) => status === 200);
  expect(acknowledged.filter(({ deliveryId }) => !ids.has(deliveryId ?? ''))).toEqual([]);
};

const large = JSON.stringify({ padding: 'x'.repeat(50_000) });
const severalPosts = (url: string): Promise<Answer[]> =>
  Promise.all(Array.from({ length: 20 }, () => post(url, large)));

describe('A22 a database that fails', () => {
  it.each(['full', 'read-only'] as const)(
    'A22 %s: 503 until it is writable again, and no 200 without a row',
    async (fault) => {
      await start();
      const { triggerUrl } = await publish();
      const before = await severalPosts(triggerUrl);
      breaks(fault);
      const during = await severalPosts(triggerUrl);
      breaks('nothing');
      const after = await severalPosts(triggerUrl);
      const statuses = (answers: readonly Answer[]) => new Set(answers.map(({ status }) => status));
      expect([before, after].map(statuses)).toEqual([new Set([200]), new Set([200])]);
      expect(statuses(during)).toEqual(new Set([503]));
      for (const { status, retryAfter } of during) expect(retryAfter !== null).toBe(status === 503);
      expectKept([...before, ...during, ...after]);
      expect(keptIds().size).toBe([...before, ...during, ...after].filter(({ status }) => status === 200).length);
    },
  );

  it('A22 locked by another process: 503, and it goes on by itself', async () => {
    await start();
    const { triggerUrl } = await publish();
    const other = new DatabaseSync(join(dataDir, 'millrace.db'));
    other.exec('begin immediate');
    const during = await severalPosts(triggerUrl);
    other.exec('rollback');
    other.close();
    const after = await severalPosts(triggerUrl);
    expect(during.map(({ status, retryAfter }) => [status, retryAfter])).toEqual(Array(20).fill([503, '5']));
    expect(after.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expectKept(after);
    expect(keptIds().size).toBe(20);
  });

  it('A22 killed between commit and answer: the row is there, and the repetition is its duplicate', async () => {
    await start();
    const { id } = await publish({ deduplicate: { kind: 'path', path: 'id' } });
    const triggerUrl = async () => (await server.api(endpoints.getWorkflow, { params: { id } })).triggerUrl;
    const url = await triggerUrl();
    breaks('answer');
    await expect(post(url, '{"id":"evt_1"}')).rejects.toThrow();
    await server.end('SIGKILL');
    const [kept, ...more] = keptIds();
    expect(more).toEqual([]);
    breaks('nothing');
    await start();
    expect(await post(await triggerUrl(), '{"id":"evt_1"}')).toMatchObject({
      status: 200,
      isDuplicate: true,
      deliveryId: kept,
    });
    await expect
      .poll(async () => (await server.api(endpoints.listExecutions, {})).items.map(({ status }) => status))
      .toEqual(['succeeded']);
  });

  it('A22 a log that was torn off in the middle: everything acknowledged is there', async () => {
    await start();
    const { id, triggerUrl } = await publish();
    const answers = await severalPosts(triggerUrl);
    await server.end('SIGKILL');
    // The beginning of a frame that was never finished, as a power cut leaves it.
    const log = join(dataDir, 'millrace.db-wal');
    appendFileSync(log, readFileSync(log).subarray(32, 2_000));
    await start();
    const { triggerUrl: url } = await server.api(endpoints.getWorkflow, { params: { id } });
    const after = await severalPosts(url);
    expect(after.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expectKept([...answers, ...after]);
    expect(keptIds().size).toBe(40);
  });
});

describe('A23 being stopped under load', () => {
  it('A23 answers what is on its way with 200 or 503, and loses nothing', async () => {
    await start();
    const { triggerUrl } = await publish();
    const answers: Answer[] = [];
    const send = async (): Promise<void> => {
      for (;;) {
        const answer = await post(triggerUrl, '{}').catch(() => undefined);
        if (answer === undefined) return;
        answers.push(answer);
      }
    };
    const senders = Array.from({ length: 12 }, send);
    await expect.poll(() => answers.length, { timeout: 20_000 }).toBeGreaterThan(50);
    await server.end('SIGTERM');
    await Promise.all(senders);
    expect(server.process.exitCode).toBe(0);
    expect(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expectKept(answers);
    // As none was cut off in between, each row was acknowledged.
    expect(keptIds().size).toBe(answers.filter(({ status }) => status === 200).length);

    await start();
    const unfinished = () =>
      everyPage((cursor) =>
        server.api(endpoints.listExecutions, { query: { status: ['queued', 'running', 'waiting'], cursor } }),
      );
    await expect.poll(unfinished, { timeout: 20_000 }).toEqual([]);
  });
});

describe('A24 a flood of bad signatures', () => {
  it('A24 is kept up to about a thousand requests, and right ones pass in the middle of it', async () => {
    await start();
    await server.api(endpoints.putSecret, { params: { name: 'TOKEN' }, body: { value: 'the-right-token' } });
    const verification = { preset: 'header-token', header: 'x-token', prefix: '', secrets: ['TOKEN'] };
    const { id, triggerUrl } = await publish({ verification });
    const state = { flooding: true };
    let refused = 0;
    const flood = async (): Promise<void> => {
      while (state.flooding) {
        expect((await post(triggerUrl, large, { 'x-token': 'guessed' })).status).toBe(401);
        refused += 1;
      }
    };
    const floods = Array.from({ length: 50 }, flood);
    const right: Answer[] = [];
    while (refused < 1_500) right.push(await post(triggerUrl, '{}', { 'x-token': 'the-right-token' }));
    state.flooding = false;
    await Promise.all(floods);
    expect(new Set(right.map(({ status }) => status))).toEqual(new Set([200]));
    expectKept(right);
    const kept = await everyPage((cursor) =>
      server.api(endpoints.listDeliveries, {
        query: { workflowId: id, outcome: ['unverified'], limit: 200, cursor },
      }),
    );
    expect(kept.length).toBeLessThanOrEqual(1_064);
    expect(kept.length).toBeGreaterThan(500);
  });

  it('A24 keeps no right ones out that share the address of a flood over ever new connections', async () => {
    await start({ MILLRACE_CONNECTIONS_PER_ADDRESS: '8' });
    await server.api(endpoints.putSecret, { params: { name: 'TOKEN' }, body: { value: 'the-right-token' } });
    const verification = { preset: 'header-token', header: 'x-token', prefix: '', secrets: ['TOKEN'] };
    const { triggerUrl } = await publish({ verification });
    const statusOf = async (token: string) =>
      (await post(triggerUrl, '{}', { 'x-token': token, connection: 'close' })).status;
    expect(await statusOf('the-right-token')).toBe(200);
    for (let count = 0; count < 20; count += 1) expect(await statusOf('guessed')).toBe(401);
    expect(await statusOf('the-right-token')).toBe(200);
  });
});

describe('A25 a clock that jumps', () => {
  it.each([3_600_000, -3_600_000])('A25 by %d ms moves no deadline of what is under way', async (offset) => {
    const target = await startTargetServer(async (_, response) => {
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      response.setHeader('content-type', 'application/json').end('{"done":true}');
    });
    onTestFinished(() => target.close());
    await start({ MILLRACE_ALLOW_TARGETS: target.host });
    const slow = graphOf([
      { id: 'hook', type: 'webhook', config: { respond: 'when-finished', responseWaitMs: 20_000 } },
      { id: 'call', type: 'http-request', config: { url: target.url } },
    ]);
    const { triggerUrl } = await publishedWorkflow(server.api, 'Slow', slow);
    const { triggerUrl: limited } = await publish({ limits: { requestsPerMinute: 600 } });
    const path = new URL(triggerUrl).pathname;
    const socket = openSocket({ url: server.url });
    const halfBody = untilClosed(socket);
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{`);
    const waiting = fetch(triggerUrl, { method: 'POST', body: '{}' }).then((response) => response.json());
    await new Promise((resolve) => setTimeout(resolve, 200));

    clock.set({ offset });
    // The rest of the body and the end of the workflow come after the jump, and neither is late.
    socket.write('}');
    expect(await waiting).toMatchObject({ status: 200, body: { done: true } });
    expect(await halfBody).toMatch(/^HTTP\/1\.1 200 /);
    for (let count = 0; count < 10; count += 1) expect((await post(limited, '{}')).status).toBe(200);
    clock.set({ offset: 0 });
    for (let count = 0; count < 10; count += 1) expect((await post(limited, '{}')).status).toBe(200);
  });
});
