import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@millrace/server/src/new-id.ts';
import { openSqliteStore } from '@millrace/server/src/store/sqlite/open-sqlite-store.ts';
import type { Store } from '@millrace/server/src/store/store.ts';
import { type Endpoint, endpoints } from '@millrace/shared/api';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { load, median } from './load.ts';

// What a long history costs: the first page of each list and filter over the API, and what the server takes in a second,
// beside a server on an empty folder, in alternating rounds. Usage: node test/bench/history.ts [executions] [rounds]
const amount = Number(process.argv[2] ?? 1_000_000);
const rounds = Number(process.argv[3] ?? 5);
/** The history is spread over so many days, so that filters by time find a part of it. */
const DAYS = 28;
const DAY_MS = 86_400_000;
const WORKFLOWS = 20;
const ends = [
  'succeeded',
  'succeeded',
  'succeeded',
  'succeeded',
  'succeeded',
  'filtered',
  'failed',
  'cancelled',
] as const;

const full = await mkdtemp(join(tmpdir(), 'millrace-history-'));
const empty = await mkdtemp(join(tmpdir(), 'millrace-empty-'));
try {
  const workflowIds = await fill(join(full, 'millrace.db'));
  // Nothing of it is to be removed while it is measured.
  const env = { MILLRACE_KEEP_SUCCEEDED_DAYS: '0', MILLRACE_KEEP_FAILED_DAYS: '0' };
  const servers = [await startServer({ dataDir: full, env }), await startServer({ dataDir: empty, env })] as const;
  try {
    const rows = await lists(servers[0], workflowIds[3] ?? '');
    console.table(rows);
    console.log('Under 50 ms each is wanted.');
    // So that both have done the same before, and differ only in what they keep.
    await lists(servers[1], workflowIds[3] ?? '');
    await intake(servers);
  } finally {
    for (const server of servers) await server.end('SIGTERM');
  }
} finally {
  await rm(full, { recursive: true, force: true });
  await rm(empty, { recursive: true, force: true });
}

async function fill(file: string): Promise<string[]> {
  const store = await openSqliteStore({ file });
  const startedAt = Date.now() - DAYS * DAY_MS;
  const targets = await Promise.all(Array.from({ length: WORKFLOWS }, (_, at) => publish(store, `Workflow ${at}`)));
  await store.registerInstance('bench', Date.now());
  let next = 0;
  const send = async (): Promise<void> => {
    for (let at = next++; at < amount; at = next++) {
      const target = targets[at % WORKFLOWS];
      if (target) await keep(store, target, { at, now: Math.round(startedAt + (at / amount) * DAYS * DAY_MS) });
    }
  };
  await Promise.all(Array.from({ length: 500 }, send));
  await store.releaseInstance('bench', Date.now());
  await store.close();
  return targets.map(({ workflowId }) => workflowId);
}

async function publish(store: Store, name: string): Promise<{ workflowId: string; graphId: string }> {
  const workflowId = newId();
  const draft = graphOf([{ id: 'hook', type: 'webhook' }]);
  await store.createWorkflow({ id: workflowId, name, slug: workflowId, draft, now: Date.now() });
  await store.publish(workflowId, 1, Date.now());
  const graphId = (await store.getRoute(workflowId))?.published?.graphId;
  if (graphId === undefined) throw new Error('The workflow was not published.');
  return { workflowId, graphId };
}

interface Moment {
  readonly at: number;
  readonly now: number;
}

async function keep(
  store: Store,
  { workflowId, graphId }: { workflowId: string; graphId: string },
  { at, now }: Moment,
): Promise<void> {
  const [deliveryId, id] = [newId(), newId()];
  const status = ends[at % ends.length] ?? 'succeeded';
  const accepted = store.accept(
    {
      ...{ id: deliveryId, workflowId, outcome: 'accepted', status: 200, reason: null, method: 'POST' },
      ...{ path: '', query: '', headers: [['content-type', 'application/json']], contentType: 'application/json' },
      ...{ remoteAddress: '127.0.0.1', body: Buffer.from(`{"n":${at}}`), test: false, receivedAt: now },
      verification: { preset: 'none', secret: null },
    },
    {
      ...{ id, workflowId, version: 1, graph: { graphId }, deliveryId, origin: { kind: 'delivery' } },
      ...{ untilNode: null, owner: 'bench', reusedSteps: [], createdAt: now },
    },
  );
  const error = status === 'failed' ? { code: 'bench', message: `Order ${at} could not be sent.` } : null;
  const end = { status, output: { kind: 'trigger-body' }, error, finishedAt: now + 5, steps: [] } as const;
  await Promise.all([accepted, store.finishExecution({ executionId: id, epoch: 1 }, end)]);
}

interface ListTimes {
  readonly list: string;
  readonly 'median ms': string;
  readonly 'longest ms': string;
}

async function lists({ api }: RunningServer, workflowId: string): Promise<readonly ListTimes[]> {
  const from = new Date(Date.now() - 14 * DAY_MS).toISOString();
  const to = new Date(Date.now() - 13 * DAY_MS).toISOString();
  const limit = 50;
  const asked: [string, Endpoint, Record<string, unknown>][] = [
    ['executions', endpoints.listExecutions, {}],
    ...ends
      .slice(4)
      .map((status): [string, Endpoint, Record<string, unknown>] => [
        `executions, ${status}`,
        endpoints.listExecutions,
        { status: [status] },
      ]),
    ['executions, waiting', endpoints.listExecutions, { status: ['waiting'] }],
    ['executions of a workflow', endpoints.listExecutions, { workflowId }],
    ['executions of a workflow, failed', endpoints.listExecutions, { workflowId, status: ['failed'] }],
    ['executions of a day', endpoints.listExecutions, { from, to }],
    ['executions with a text in the error', endpoints.listExecutions, { q: 'could not' }],
    ['executions, unresolved', endpoints.listExecutions, { unresolved: true }],
    ['deliveries', endpoints.listDeliveries, {}],
    ['deliveries, refused', endpoints.listDeliveries, { outcome: ['unverified'] }],
    ['deliveries of a day', endpoints.listDeliveries, { from, to }],
    ['deliveries with a text', endpoints.listDeliveries, { q: `"n":${amount - 10}` }],
    ['workflows', endpoints.listWorkflows, {}],
  ];
  const rows: ListTimes[] = [];
  for (const [list, endpoint, query] of asked) {
    const times: number[] = [];
    for (let round = 0; round < 20; round++) {
      const begun = performance.now();
      await api(endpoint, { query: { limit, ...query } });
      times.push(performance.now() - begun);
    }
    rows.push({ list, 'median ms': median(times).toFixed(1), 'longest ms': Math.max(...times).toFixed(1) });
  }
  return rows;
}

async function intake(servers: readonly [RunningServer, RunningServer]): Promise<void> {
  const urls = await Promise.all(
    servers.map(
      async ({ api }) =>
        (await publishedWorkflow(api, 'Intake', graphOf([{ id: 'hook', type: 'webhook' }]))).triggerUrl,
    ),
  );
  const body = JSON.stringify({ id: 'ord_1', filler: 'x'.repeat(1_500) });
  const results: number[][] = [[], []];
  for (let round = 0; round <= rounds; round++) {
    for (const at of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const { requestsPerSecond } = await load(urls[at] ?? '', body, {}, 4);
      // The first round warms up.
      if (round > 0) results[at]?.push(requestsPerSecond);
    }
  }
  const [long = Number.NaN, none = Number.NaN] = results.map(median);
  console.log(
    `intake: ${Math.round(long)} requests/s with ${amount} executions kept, ${Math.round(none)} with none: ${(long / none).toFixed(2)} (0.90 or more is wanted)`,
  );
}
