import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionOrigin } from '@millrace/shared/execution';
import type { Graph } from '@millrace/shared/workflow';
import { vi } from 'vitest';
import { createEngine, type EngineOptions } from './engine/create-engine.ts';
import type { ExecutionWork, RunningExecution } from './engine/engine.ts';
import { createLiveEvents } from './live/create-live-events.ts';
import { newId } from './new-id.ts';
import { parseAllowTargets } from './outbound/allow-targets.ts';
import { createOutbound } from './outbound/client.ts';
import { createSandbox } from './sandbox/sandbox.ts';
import type { ExecutionRecord } from './store/history-store.ts';
import { openSqliteStore } from './store/sqlite/open-sqlite-store.ts';
import type { NewDelivery, StepRecord, Store } from './store/store.ts';

/** How long tests wait for what has to happen, on a machine that is busy with others, in milliseconds. */
export const PATIENCE_MS = 30_000;

/** Repeats a check until it holds. */
export const soon = (check: () => void | Promise<void>): Promise<void> =>
  vi.waitFor(check, { timeout: PATIENCE_MS, interval: 10 });

/** Real parts for tests of the engine: a database in a temporary folder, a sandbox, a client that may reach loopback. */
export async function openTestEngine(options: Partial<EngineOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-engine-'));
  const store = await openSqliteStore({ file: join(folder, 'test.db') });
  const sandbox = createSandbox({ workers: 2 });
  const allowTargets = parseAllowTargets('127.0.0.0/8');
  if (typeof allowTargets === 'string') throw new Error(allowTargets);
  const outbound = createOutbound({ allowTargets });
  const live = createLiveEvents();
  const secrets = new Map<string, string>();
  const vault = { reveal: (name: string) => secrets.get(name) };
  const create = (changes: Partial<EngineOptions> = {}) =>
    createEngine({
      ...{ store, sandbox, outbound, vault, live, concurrency: 50, roundMs: 50 },
      resumeUrlOf: (executionId, nodeId) => `https://millrace.example/resume/${executionId}/${nodeId}`,
      ...options,
      ...changes,
    });
  const engine = create();
  await engine.open();
  return {
    store,
    live,
    secrets,
    engine,
    /** Another one on the same parts, as after a restart. */
    create,
    async close() {
      await engine.close(2_000);
      await Promise.all([sandbox.close(), outbound.close(), live.close()]);
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface Sent {
  readonly body?: unknown;
  readonly headers?: readonly (readonly [string, string])[];
  readonly query?: string;
  readonly untilNode?: string;
  readonly origin?: ExecutionOrigin;
  readonly reusedSteps?: readonly StepRecord[];
  /** Owned by this engine unless said; null leaves it queued. */
  readonly owner?: string | null;
}

/** Makes the workflow, its delivery and its execution, as the intake would, and returns the work without starting it. */
export async function acceptWork(
  store: Store,
  owner: string | null,
  graph: Graph,
  sent: Sent = {},
): Promise<ExecutionWork> {
  const now = Date.now();
  const workflowId = newId();
  await store.createWorkflow({ id: workflowId, name: 'Test', slug: workflowId, draft: graph, now });
  const delivery: NewDelivery = {
    id: newId(),
    workflowId,
    outcome: 'accepted',
    status: 200,
    reason: null,
    method: 'POST',
    path: '',
    query: sent.query ?? '',
    headers: sent.headers ?? [['Content-Type', 'application/json']],
    contentType: 'application/json',
    remoteAddress: '127.0.0.1',
    body: Buffer.from(JSON.stringify(sent.body ?? {})),
    verification: { preset: 'none', secret: null },
    test: true,
    receivedAt: now,
  };
  const id = newId();
  const origin = sent.origin ?? { kind: 'test' };
  const reusedSteps = sent.reusedSteps ?? [];
  const untilNode = sent.untilNode ?? null;
  await store.accept(delivery, {
    ...{
      id,
      workflowId,
      version: null,
      graph: { graph },
      deliveryId: delivery.id,
      origin,
      untilNode,
      owner,
      reusedSteps,
    },
    createdAt: now,
  });
  return {
    ...{
      id,
      epoch: 1,
      workflowId,
      workflowName: 'Test',
      version: null,
      graphId: id,
      graph,
      delivery,
      origin,
      untilNode,
    },
    ...{ createdAt: now, startedAt: now, steps: reusedSteps, recoveries: 0, stalls: 0 },
  };
}

export type TestEngine = Awaited<ReturnType<typeof openTestEngine>>;

/** Accepts and starts. */
export async function startGraph(
  { engine, store }: TestEngine,
  graph: Graph,
  sent: Sent = {},
): Promise<RunningExecution> {
  return engine.start(await acceptWork(store, engine.instanceId, graph, sent));
}

/** Waits until an execution is written to its end, and reads it. */
export async function recordOf(store: Store, id: string): Promise<ExecutionRecord> {
  for (;;) {
    const record = await store.getExecution(id);
    if (record?.finishedAt) return record;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Runs to the end: how it ended and what is kept of it. */
export async function runGraph(test: TestEngine, graph: Graph, sent: Sent = {}) {
  const running = await startGraph(test, graph, sent);
  const end = await running.finished;
  const record = await recordOf(test.store, running.id);
  const step = (nodeId: string) => {
    const found = record.steps.find((candidate) => candidate.nodeId === nodeId);
    if (!found) throw new Error(`No step of ${nodeId} was recorded.`);
    return found;
  };
  return {
    running,
    end,
    record,
    step,
    json: (value: StepRecord['output']) => (value.kind === 'json' ? JSON.parse(value.json) : value),
  };
}
