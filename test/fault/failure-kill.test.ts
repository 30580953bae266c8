import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endpoints } from '@millrace/shared/api';
import type { ExecutionSummary } from '@millrace/shared/execution';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import { everyPage } from '../support/every-page.ts';
import { freePort } from '../support/free-port.ts';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { startServer } from '../support/start-server.ts';
import { startTargetServer, type TargetServer } from '../support/target-server.ts';

const KILLS = 5;
const SENDERS = 6;

let target: TargetServer;
let dataDir: string;
beforeAll(async () => {
  target = await startTargetServer(async ({ path }, response) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
    response.statusCode = path === '/broken' ? 503 : 200;
    response.end();
  });
  dataDir = await mkdtemp(join(tmpdir(), 'millrace-failure-kill-'));
});
afterAll(async () => {
  await target.close();
  await rm(dataDir, { recursive: true, force: true });
});

const call = (path: string) => ({
  id: path,
  type: 'http-request',
  config: { method: 'POST', url: `${target.url}/${path}` },
});

/** Posts until the server is gone; executions of what got a 2xx are added to `acknowledged`. */
const post = async (url: string, acknowledged: string[]): Promise<void> => {
  for (;;) {
    try {
      const response = await fetch(url, {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json' },
      });
      if (response.ok) acknowledged.push(((await response.json()) as { executionId: string }).executionId);
    } catch {
      return;
    }
  }
};

const all = (api: ApiClient, status?: ('queued' | 'running' | 'waiting')[]) =>
  everyPage((cursor) => api(endpoints.listExecutions, { query: { limit: 200, cursor, status } }));

it(`retries and hands over each failure exactly once when it is killed ${KILLS} times`, {
  timeout: 120_000,
}, async () => {
  const port = await freePort();
  const start = () => startServer({ port, dataDir, env: { MILLRACE_ALLOW_TARGETS: target.host } });
  let server = await start();
  const hook = (onFailure = {}) => ({ id: 'hook', type: 'webhook', config: { onFailure } });
  const alerts = await publishedWorkflow(server.api, 'Alerts', graphOf([hook(), call('alert')]));
  const onFailure = { attempts: 2, delayMs: 5, effects: 'reuse', workflowId: alerts.id };
  const orders = graphOf([hook(onFailure), call('reserve'), call('broken')]);
  const { triggerUrl } = await publishedWorkflow(server.api, 'Orders', orders);
  const acknowledged: string[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const senders = Array.from({ length: SENDERS }, () => post(triggerUrl, acknowledged));
    const enough = acknowledged.length + 10 + Math.random() * 40;
    while (acknowledged.length < enough) await new Promise((resolve) => setTimeout(resolve, 1));
    await server.end('SIGKILL');
    await Promise.all(senders);
    server = await start();
  }
  const { api } = server;
  while ((await all(api, ['queued', 'running', 'waiting'])).length > 0)
    await new Promise((resolve) => setTimeout(resolve, 100));

  const executions = await all(api);
  const cameOf = Map.groupBy(executions, ({ origin }) => ('of' in origin ? origin.of : null));
  const shown = ({ origin, status, workflowName, unresolved }: ExecutionSummary) =>
    `${workflowName} ${origin.kind} ${status}${unresolved ? ' unresolved' : ''}`;
  const chains = executions
    .filter(({ origin }) => origin.kind === 'delivery')
    .map((first) => {
      const second = cameOf.get(first.id) ?? [];
      return [first, ...second, ...second.flatMap(({ id }) => cameOf.get(id) ?? [])].map(shown);
    });
  expect(new Set(chains.map((chain) => chain.join(', ')))).toEqual(
    new Set(['Orders delivery failed, Orders retry failed unresolved, Alerts failure succeeded']),
  );
  // Nothing beside these chains, and every acknowledged delivery is at the head of one.
  expect(executions).toHaveLength(chains.length * 3);
  const heads = new Set(executions.map(({ id }) => id));
  expect(acknowledged.filter((id) => !heads.has(id))).toEqual([]);
  const { workflows } = await api(endpoints.countUnresolved);
  expect(workflows).toMatchObject([{ workflowName: 'Orders', count: chains.length }]);

  // What a retry took over was sent for its first attempt alone: again only where nobody could know whether it arrived.
  let recovered = 0;
  for (const { id, origin } of executions) {
    if (origin.kind === 'failure') continue;
    const { steps, recoveries } = await api(endpoints.getExecution, { params: { id } });
    if (recoveries > 0) recovered++;
    const reserve = steps.find(({ nodeId }) => nodeId === 'reserve');
    expect([origin.kind, reserve?.reused]).toEqual([origin.kind, origin.kind === 'retry']);
  }
  // Otherwise the kills hit nothing.
  expect(recovered).toBeGreaterThan(0);
  await server.close();
});
