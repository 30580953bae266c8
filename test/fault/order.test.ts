import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endpoints } from '@millrace/shared/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { everyPage } from '../support/every-page.ts';
import { freePort } from '../support/free-port.ts';
import { killUnderLoad } from '../support/kill-under-load.ts';
import { postUntilGone } from '../support/post-until-gone.ts';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { startServer } from '../support/start-server.ts';
import { startTargetServer, type TargetServer } from '../support/target-server.ts';
import { untilEnded } from '../support/until-ended.ts';

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
    {
      id: 'hook',
      type: 'webhook',
      config: { order: { kind: 'expression', key: '{{ trigger.body.key.toUpperCase() }}' } },
    },
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
  /** One after the other, so that the order of a key is that of its numbers. */
  const post = (url: string, key: string) =>
    postUntilGone<Sent>(
      url,
      () => {
        const n = posted.get(key) ?? 0;
        posted.set(key, n + 1);
        return { key, n };
      },
      (_, sent) => acknowledged.push(sent),
    );

  const first = await start();
  const { id, triggerUrl } = await publishedWorkflow(first.api, 'Orders', graph());
  let longestQueue = 0;
  const server = await killUnderLoad(first, {
    ...{ kills: KILLS, start, least: 40 },
    load: () => KEYS.map((key) => post(triggerUrl, key)),
    acknowledged: () => acknowledged.length,
    before: async ({ api }) => {
      const { items } = await api(endpoints.listWorkflows, { query: { limit: 1 } });
      longestQueue = Math.max(longestQueue, items.find((workflow) => workflow.id === id)?.queue.length ?? 0);
    },
  });
  await untilEnded(server.api);

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
