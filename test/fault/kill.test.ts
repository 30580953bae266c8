import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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
      config: {
        method: 'POST',
        url: `${target.url}/reserve`,
        headers: [{ name: 'x-execution', value: '{{ execution.id }}' }],
        body: { kind: 'json', json: '{{ input }}' },
      },
    },
    {
      id: 'sum',
      type: 'script',
      name: 'Double',
      config: { code: 'return { n: trigger.body.n, double: trigger.body.n * 2 };' },
    },
    {
      id: 'count',
      type: 'collection',
      name: 'Count',
      config: { operation: 'increment', collection: 'orders', key: 'seen' },
    },
    {
      id: 'ship',
      type: 'http-request',
      name: 'Ship',
      config: {
        method: 'POST',
        url: `${target.url}/ship`,
        headers: [{ name: 'x-execution', value: '{{ execution.id }}' }],
        body: { kind: 'json', json: '{{ input }}' },
      },
    },
  ]);

/** What was sent to a path, by execution: how often, and under which idempotency keys. */
const sendsTo = (path: string): Map<string, { times: number; keys: Set<string> }> => {
  const sends = new Map<string, { times: number; keys: Set<string> }>();
  for (const { headers } of target.requests.filter((sent) => sent.path === path)) {
    const execution = headers['x-execution'] ?? 'none';
    const sent = sends.get(execution) ?? { times: 0, keys: new Set() };
    sent.times += 1;
    sent.keys.add(headers['idempotency-key'] ?? 'none');
    sends.set(execution, sent);
  }
  return sends;
};

/**
 * The requests that a dead server had recorded as finished in executions it had not, as `execution/node`. Read with the
 * SQLite of Node, so that the witness shares no code with what it testifies about.
 */
const finishedRequests = (): string[] => {
  const db = new DatabaseSync(join(dataDir, 'millrace.db'));
  const rows = db
    .prepare(`
      select e.id, s.node_id as node, s.record from step s join execution e on e.seq = s.execution
      where e.status in ('running', 'waiting')`)
    .all();
  db.close();
  return rows
    .filter(({ record }) => JSON.parse(String(record))[0][0][1] === 'succeeded')
    .map(({ id, node }) => `${id}/${node}`);
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
  /** How often each request had been sent when the record first said that it had finished. */
  const sentUntilFinished = new Map<string, number>();
  const timesSent = (request: string): number => {
    const [execution = '', node = ''] = request.split('/');
    return sendsTo(`/${node}`).get(execution)?.times ?? 0;
  };
  let posted = 0;
  let server = await start();
  const { triggerUrl } = await publishedWorkflow(server.api, 'Orders', graph());
  for (let kill = 0; kill < KILLS; kill++) {
    const senders = Array.from({ length: SENDERS }, () => post(triggerUrl, () => posted++, acknowledged));
    const enough = acknowledged.length + 10 + Math.random() * 60;
    while (acknowledged.length < enough) await new Promise((resolve) => setTimeout(resolve, 1));
    await server.end('SIGKILL');
    await Promise.all(senders);
    for (const request of finishedRequests()) {
      if (!sentUntilFinished.has(request)) sentUntilFinished.set(request, timesSent(request));
    }
    server = await start();
  }
  const { api } = server;
  while ((await allExecutions(api, ['queued', 'running', 'waiting'])).length > 0)
    await new Promise((resolve) => setTimeout(resolve, 100));

  const deliveries = new Set(
    (await everyPage((cursor) => api(endpoints.listDeliveries, { query: { limit: 200, cursor } }))).map(({ id }) => id),
  );
  const executions = new Map((await allExecutions(api)).map((execution) => [execution.id, execution]));
  expect(acknowledged.filter(({ deliveryId }) => !deliveries.has(deliveryId))).toEqual([]);
  expect(acknowledged.filter(({ executionId }) => !executions.has(executionId))).toEqual([]);
  expect([...executions.values()].filter(({ status }) => status !== 'succeeded')).toEqual([]);

  // A request was sent more often than once only where the record says that nobody could know whether it had arrived.
  const sends = { reserve: sendsTo('/reserve'), ship: sendsTo('/ship') };
  let recovered = 0;
  for (const id of executions.keys()) {
    const { steps, recoveries } = await api(endpoints.getExecution, { params: { id } });
    if (recoveries > 0) recovered += 1;
    for (const [nodeId, counts] of Object.entries(sends)) {
      const attempts = steps.find((step) => step.nodeId === nodeId)?.attempts ?? [];
      const unknown = attempts.filter(({ status }) => status === 'unknown').length;
      const { times = 0, keys = new Set() } = counts.get(id) ?? {};
      const sent = { id, nodeId, keys: keys.size, atLeastOnce: times >= 1, tooOften: times > 1 + unknown };
      expect(sent).toEqual({ id, nodeId, keys: 1, atLeastOnce: true, tooOften: false });
    }
  }
  expect([...sentUntilFinished].filter(([request, times]) => timesSent(request) !== times)).toEqual([]);

  // The counter is changed in the database itself, so that there even an attempt of unknown outcome took effect once.
  const { value: counted } = await api(endpoints.getRecord, {
    params: { collection: 'orders' },
    query: { key: 'seen' },
  });
  expect(counted).toBe(executions.size);

  // Otherwise the kills hit nothing and the test has shown nothing.
  expect(recovered).toBeGreaterThan(KILLS);
  expect(sentUntilFinished.size).toBeGreaterThan(0);
  await server.close();
});
