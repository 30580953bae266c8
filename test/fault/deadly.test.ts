import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endpoints } from '@millrace/shared/api';
import { expect, it, onTestFinished, vi } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { startTargetServer } from '../support/target-server.ts';
import { untilEnded } from '../support/until-ended.ts';

/** Executions that happen to run beside the one that brings the server down. */
const BESIDE = 4;
/** After so many without any progress, an execution is given up. */
const DEATHS = 3;

it('gives up what brings the server down again and again, and nothing that runs beside it', {
  timeout: 120_000,
}, async () => {
  let server: RunningServer | undefined;
  let strikes = 0;
  const target = await startTargetServer(async ({ path }, response) => {
    // Never answered: the server does not live to see it.
    if (path === '/deadly') strikes++;
    else {
      await sleep(600);
      response.end('ok');
    }
  });
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-deadly-'));
  onTestFinished(async () => {
    await server?.close();
    await target.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  const port = await freePort();
  const start = () => startServer({ port, dataDir, env: { MILLRACE_ALLOW_TARGETS: target.host } });
  const calling = (id: string) =>
    graphOf([
      { id: 'hook', type: 'webhook' },
      { id, type: 'http-request', config: { method: 'POST', url: `${target.url}/${id}` } },
    ]);

  server = await start();
  const harmless = await publishedWorkflow(server.api, 'Harmless', calling('harmless'));
  const deadly = await publishedWorkflow(server.api, 'Deadly', calling('deadly'));
  for (let count = 0; count < BESIDE; count++) await fetch(harmless.triggerUrl, { method: 'POST', body: '{}' });
  await fetch(deadly.triggerUrl, { method: 'POST', body: '{}' });
  for (let death = 1; death <= DEATHS; death++) {
    await vi.waitUntil(() => strikes === death, { timeout: 30_000 });
    // What runs beside it is under way by then.
    await sleep(100);
    await server.end('SIGKILL');
    server = await start();
  }
  await untilEnded(server.api);

  const { items } = await server.api(endpoints.listExecutions, { query: { limit: 100 } });
  const ends = items.map(({ workflowName, status, error }) => [workflowName, status, error?.code, error?.nodeName]);
  expect(ends.filter(([name]) => name === 'Harmless')).toEqual(
    Array(BESIDE).fill(['Harmless', 'succeeded', undefined, undefined]),
  );
  expect(ends.filter(([name]) => name === 'Deadly')).toEqual([['Deadly', 'failed', 'too-many-recoveries', 'deadly']]);
  expect(strikes).toBe(DEATHS);
});
