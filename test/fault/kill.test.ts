import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endpoints } from '@millrace/shared/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import { everyPage } from '../support/every-page.ts';
import { freePort } from '../support/free-port.ts';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { startServer } from '../support/start-server.ts';
import { startTargetServer, type TargetServer } from '../support/target-server.ts';

const KILLS = 30;
/** Senders that post one delivery after the other. */
const SENDERS = 12;

let target: TargetServer;
let dataDir: string;
beforeAll(async () => {
  target = await startTargetServer(async (_, response) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 30));
    response.setHeader('content-type', 'application/json').end('{"ok":true}');
  });
  dataDir = await mkdtemp(join(tmpdir(), 'millrace-kill-'));
});
afterAll(async () => {
  await target.close();
  await rm(dataDir, { recursive: true, force: true });
});

const graph = () =>
  graphOf([
    { id: 'hook', type: 'webhook', name: 'Order', config: { respond: 'at-once' } },
    {
      id: 'check',
      type: 'filter',
      name: 'Has a number',
      config: { all: [{ left: '{{ trigger.body.n }}', is: 'exists' }] },
    },
    {
      id: 'reserve',
      type: 'http-request',
      name: 'Reserve',
      config: { method: 'POST', url: `${target.url}/reserve`, body: { kind: 'json', json: '{{ input }}' } },
    },
    {
      id: 'sum',
      type: 'script',
      name: 'Double',
      config: { code: 'return { n: trigger.body.n, double: trigger.body.n * 2 };' },
    },
    {
      id: 'ship',
      type: 'http-request',
      name: 'Ship',
      config: { method: 'POST', url: `${target.url}/ship`, body: { kind: 'json', json: '{{ input }}' } },
    },
  ]);

const sends = (path: string): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const request of target.requests.filter((sent) => sent.path === path)) {
    const key = request.headers['idempotency-key'] ?? 'none';
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
};

const allExecutions = (api: ApiClient, status?: ('queued' | 'running' | 'waiting')[]) =>
  everyPage((cursor) => api(endpoints.listExecutions, { query: { limit: 200, cursor, status } }));

/** Posts until the server is gone; what got a 2xx is added to `acknowledged`. */
const post = async (
  url: string,
  nextNumber: () => number,
  acknowledged: { deliveryId: string; executionId: string }[],
): Promise<void> => {
  for (;;) {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ n: nextNumber() }),
      });
      if (response.ok) acknowledged.push((await response.json()) as { deliveryId: string; executionId: string });
    } catch {
      return;
    }
  }
};

it(`loses nothing and repeats nothing when it is killed ${KILLS} times under load`, { timeout: 240_000 }, async () => {
  const port = await freePort();
  const start = () => startServer({ port, dataDir, env: { MILLRACE_ALLOW_TARGETS: target.host } });
  const acknowledged: { deliveryId: string; executionId: string }[] = [];
  let posted = 0;
  let server = await start();
  const { triggerUrl } = await publishedWorkflow(server.api, 'Orders', graph());
  for (let kill = 0; kill < KILLS; kill++) {
    const senders = Array.from({ length: SENDERS }, () => post(triggerUrl, () => posted++, acknowledged));
    await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 400));
    await server.end('SIGKILL');
    await Promise.all(senders);
    server = await start();
  }
  const { api } = server;
  while ((await allExecutions(api, ['queued', 'running', 'waiting'])).length > 0)
    await new Promise((resolve) => setTimeout(resolve, 100));

  const deliveries = new Set(
    (await everyPage((cursor) => api(endpoints.listDeliveries, { query: { limit: 200, cursor } }))).map(({ id }) => id),
  );
  const executions = new Map((await allExecutions(api)).map((execution) => [execution.id, execution]));
  expect(acknowledged.length).toBeGreaterThan(KILLS * SENDERS);
  expect(acknowledged.filter(({ deliveryId }) => !deliveries.has(deliveryId))).toEqual([]);
  expect(acknowledged.filter(({ executionId }) => !executions.has(executionId))).toEqual([]);
  expect([...executions.values()].filter(({ status }) => status !== 'succeeded')).toEqual([]);

  // A request was sent more often than once only where the record says that nobody could know whether it had arrived.
  const sentOnce = { reserve: sends('/reserve'), ship: sends('/ship') };
  const recovered: string[] = [];
  for (const id of executions.keys()) {
    const { steps, recoveries } = await api(endpoints.getExecution, { params: { id } });
    if (recoveries > 0) recovered.push(id);
    for (const [nodeId, counts] of Object.entries(sentOnce)) {
      const step = steps.find((one) => one.nodeId === nodeId);
      const unknown = step?.attempts.filter(({ status }) => status === 'unknown').length ?? 0;
      const keys = [...counts].filter(([key]) => key.includes(id));
      const sent = keys.reduce((sum, [, count]) => sum + count, 0);
      expect({ id, nodeId, keys: keys.length, enough: sent >= 1, tooOften: sent > 1 + unknown }).toEqual({
        id,
        nodeId,
        keys: 1,
        enough: true,
        tooOften: false,
      });
    }
  }
  // Otherwise the kills hit nothing and the test has shown nothing.
  expect(recovered.length).toBeGreaterThan(KILLS);
  await server.close();
});
