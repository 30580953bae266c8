import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endpoints } from '@millrace/shared/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { everyPage } from '../support/every-page.ts';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { startTargetServer, type TargetServer } from '../support/target-server.ts';

/** How often the sender delivers the same event at once. */
const REDELIVERIES = 100;

let target: TargetServer;
let dataDir: string;
let server: RunningServer;
beforeAll(async () => {
  target = await startTargetServer();
  dataDir = await mkdtemp(join(tmpdir(), 'millrace-duplicates-'));
  server = await start();
});
afterAll(async () => {
  await server?.close();
  await target?.close();
  await rm(dataDir, { recursive: true, force: true });
});

const start = () => startServer({ dataDir, env: { MILLRACE_ALLOW_TARGETS: target.host } });

interface Answer {
  readonly status: number;
  readonly isDuplicate: boolean;
  readonly ids: unknown;
}

const send = async (triggerUrl: string, event: object): Promise<Answer> => {
  const response = await fetch(triggerUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event),
  });
  return {
    status: response.status,
    isDuplicate: response.headers.get('x-millrace-duplicate') === 'true',
    ids: await response.json(),
  };
};

it('runs an event once that is delivered a hundred times at once, and again after a crash', async () => {
  const workflow = await publishedWorkflow(
    server.api,
    'Payments',
    graphOf([
      { id: 'hook', type: 'webhook', config: { deduplicate: { kind: 'path', path: 'id' } } },
      {
        id: 'pay',
        type: 'http-request',
        config: { method: 'POST', url: `${target.url}/pay`, body: { kind: 'json', json: '{{ input }}' } },
      },
    ]),
  );
  const event = { id: 'evt_1', amount: 1_200 };
  const answers = await Promise.all(Array.from({ length: REDELIVERIES }, () => send(workflow.triggerUrl, event)));
  const original = answers.find(({ isDuplicate }) => !isDuplicate);
  const ids = { deliveryId: expect.any(String), executionId: expect.any(String) };
  expect(original).toEqual({ status: 200, isDuplicate: false, ids });
  expect(answers.filter(({ isDuplicate }) => isDuplicate)).toHaveLength(REDELIVERIES - 1);
  for (const answer of answers) expect(answer).toMatchObject({ status: 200, ids: original?.ids });
  const first = original?.ids as { deliveryId: string; executionId: string };

  const executionsOf = () =>
    everyPage((cursor) => server.api(endpoints.listExecutions, { query: { workflowId: workflow.id, cursor } }));
  await expect
    .poll(async () => (await executionsOf()).map(({ id, status }) => [id, status]), { timeout: 20_000 })
    .toEqual([[first.executionId, 'succeeded']]);

  await server.end('SIGKILL');
  server = await start();
  // Its port is another one now.
  const { triggerUrl } = await server.api(endpoints.getWorkflow, { params: { id: workflow.id } });
  const flagged = await send(triggerUrl, { ...event, amount: 1 });
  for (const answer of [await send(triggerUrl, event), flagged]) {
    expect(answer).toEqual({ status: 200, isDuplicate: true, ids: first });
  }
  expect(await send(triggerUrl, { ...event, id: 'evt_2' })).toMatchObject({ status: 200, isDuplicate: false });
  await expect.poll(async () => (await executionsOf()).map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
  expect(target.requests.map(({ body }) => JSON.parse(body).id)).toEqual(['evt_1', 'evt_2']);

  const duplicates = await everyPage((cursor) =>
    server.api(endpoints.listDeliveries, { query: { workflowId: workflow.id, outcome: ['duplicate'], cursor } }),
  );
  expect(duplicates).toHaveLength(REDELIVERIES + 1);
  for (const { id, status, reason } of duplicates) {
    const { duplicateOf, executions, body } = await server.api(endpoints.getDelivery, { params: { id } });
    expect({ status, duplicateOf, executions }).toEqual({ status: 200, duplicateOf: first.deliveryId, executions: [] });
    expect(/another body/.test(reason ?? '')).toBe((body as typeof event).amount === 1);
  }
});
