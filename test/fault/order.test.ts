import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endpoints } from '@millrace/shared/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { everyPage } from '../support/every-page.ts';
import { freePort } from '../support/free-port.ts';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { startServer } from '../support/start-server.ts';
import { startTargetServer, type TargetServer } from '../support/target-server.ts';

const KILLS = 10;
const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];

interface Sent {
  readonly key: string;
  readonly n: number;
}

let target: TargetServer;
let dataDir: string;
const inFlight = new Set<string>();
let mostAtATime = 0;
beforeAll(async () => {
  target = await startTargetServer(async ({ body }, response) => {
    const { key }: Sent = JSON.parse(body);
    inFlight.add(key);
    mostAtATime = Math.max(mostAtATime, inFlight.size);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 30));
    inFlight.delete(key);
    response.setHeader('content-type', 'application/json').end('{}');
  });
  dataDir = await mkdtemp(join(tmpdir(), 'millrace-order-'));
});
afterAll(async () => {
  await target.close();
  await rm(dataDir, { recursive: true, force: true });
});

const graph = () =>
  graphOf([
    { id: 'hook', type: 'webhook', config: { order: { kind: 'path', path: 'key' } } },
    {
      id: 'tell',
      type: 'http-request',
      config: { method: 'POST', url: target.url, body: { kind: 'json', json: '{{ input }}' } },
    },
  ]);

it(`keeps the order of each key when it is killed ${KILLS} times under load`, { timeout: 240_000 }, async () => {
  const port = await freePort();
  const start = () => startServer({ port, dataDir, env: { MILLRACE_ALLOW_TARGETS: target.host } });
  const acknowledged: Sent[] = [];
  const posted = new Map(KEYS.map((key) => [key, 0]));
  /** Posts one after the other until the server is gone, so that the order of a key is that of its numbers. */
  const post = async (url: string, key: string): Promise<void> => {
    for (;;) {
      const n = posted.get(key) ?? 0;
      posted.set(key, n + 1);
      try {
        const headers = { 'content-type': 'application/json' };
        const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ key, n }) });
        if (response.ok) acknowledged.push({ key, n });
        await response.arrayBuffer();
      } catch {
        return;
      }
    }
  };

  let server = await start();
  const { id, triggerUrl } = await publishedWorkflow(server.api, 'Orders', graph());
  let longestQueue = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const senders = KEYS.map((key) => post(triggerUrl, key));
    const enough = acknowledged.length + 20 + Math.random() * 60;
    while (acknowledged.length < enough) await new Promise((resolve) => setTimeout(resolve, 1));
    const { items } = await server.api(endpoints.listWorkflows, { query: { limit: 1 } });
    longestQueue = Math.max(longestQueue, items.find((workflow) => workflow.id === id)?.queue.length ?? 0);
    await server.end('SIGKILL');
    await Promise.all(senders);
    server = await start();
  }
  const unfinished = ['queued', 'running', 'waiting'] as const;
  const isBusy = async (): Promise<boolean> => {
    const { items } = await server.api(endpoints.listExecutions, { query: { limit: 1, status: [...unfinished] } });
    return items.length > 0;
  };
  while (await isBusy()) await new Promise((resolve) => setTimeout(resolve, 100));

  const executions = await everyPage((cursor) =>
    server.api(endpoints.listExecutions, { query: { limit: 200, cursor } }),
  );
  expect(executions.filter(({ status }) => status !== 'succeeded')).toEqual([]);
  const received = target.requests.map(({ body }): Sent => JSON.parse(body));
  for (const key of KEYS) {
    const numbers = received.filter((sent) => sent.key === key).map(({ n }) => n);
    // What was under way when the server died comes again, directly behind itself.
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    const lost = acknowledged.filter((sent) => sent.key === key && !numbers.includes(sent.n));
    expect(lost).toEqual([]);
  }
  // Otherwise nothing waited for its turn, or everything did, and the test has shown nothing.
  expect(longestQueue).toBeGreaterThan(KEYS.length);
  expect(mostAtATime).toBeGreaterThan(1);
  await server.close();
});
