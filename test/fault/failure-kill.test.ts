import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endpoints } from '@millrace/shared/api';
import type { ExecutionSummary } from '@millrace/shared/execution';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { everyPage } from '../support/every-page.ts';
import { freePort } from '../support/free-port.ts';
import { killUnderLoad } from '../support/kill-under-load.ts';
import { postUntilGone } from '../support/post-until-gone.ts';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { startServer } from '../support/start-server.ts';
import { startTargetServer, type TargetServer } from '../support/target-server.ts';
import { untilEnded } from '../support/until-ended.ts';

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

it(`retries and hands over each failure exactly once when it is killed ${KILLS} times`, {
  timeout: 120_000,
}, async () => {
  const port = await freePort();
  const start = () => startServer({ port, dataDir, env: { MILLRACE_ALLOW_TARGETS: target.host } });
  const first = await start();
  const hook = (onFailure = {}) => ({ id: 'hook', type: 'webhook', config: { onFailure } });
  const alerts = await publishedWorkflow(first.api, 'Alerts', graphOf([hook(), call('alert')]));
  const onFailure = { attempts: 2, delayMs: 5, effects: 'reuse', workflowId: alerts.id };
  const orders = graphOf([hook(onFailure), call('reserve'), call('broken')]);
  const { triggerUrl } = await publishedWorkflow(first.api, 'Orders', orders);
  const acknowledged: string[] = [];
  const post = () =>
    postUntilGone(
      triggerUrl,
      () => ({}),
      ({ executionId }) => acknowledged.push(executionId),
    );
  const server = await killUnderLoad(first, {
    ...{ kills: KILLS, start, least: 20 },
    load: () => Array.from({ length: SENDERS }, post),
    acknowledged: () => acknowledged.length,
  });
  const { api } = server;
  await untilEnded(api);

  const executions = await everyPage((cursor) => api(endpoints.listExecutions, { query: { limit: 200, cursor } }));
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
