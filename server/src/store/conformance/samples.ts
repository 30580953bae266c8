import { randomUUID } from 'node:crypto';
import type { RetentionPolicy } from '@millrace/shared/retention';
import type { Graph } from '@millrace/shared/workflow';
import type { FinishedExecution, NewDelivery, NewExecution, StepRecord, Store } from '../store.ts';
import type { RouteRecord, WorkflowRecord } from '../workflow-store.ts';

/** A time at the start of an hour, so that samples a few minutes on are of the same. */
export const NOON = Date.UTC(2026, 4, 4, 12);

/** Nothing is removed. */
export const FOR_EVER: RetentionPolicy = {
  ...{ succeededDays: 0, succeededCount: 0, succeededMegabytes: 0 },
  ...{ failedDays: 0, failedCount: 0, failedMegabytes: 0 },
};

export const sampleGraph = (name = 'Order', hook: Record<string, unknown> = {}): Graph => ({
  nodes: [
    { id: 'hook', type: 'webhook', name, position: { x: 0, y: 0 }, config: hook },
    { id: 'map', type: 'transform', name: 'Fields', position: { x: 240, y: 0 }, config: { keep: 'all' } },
  ],
  edges: [{ id: 'e1', source: 'hook', sourceHandle: 'out', target: 'map', targetHandle: 'in' }],
});

export async function createdWorkflow(
  store: Store,
  slug: string = randomUUID(),
  draft: Graph = sampleGraph(),
): Promise<WorkflowRecord> {
  const workflow = await store.createWorkflow({
    id: randomUUID(),
    name: 'Orders',
    slug,
    draft,
    now: NOON,
  });
  if (workflow === 'slug-taken') throw new Error('The slug of a sample is taken.');
  return workflow;
}

export interface Published {
  readonly workflowId: string;
  readonly graphId: string;
}

/** `hook` is the config of the webhook node. */
export async function publishedWorkflow(store: Store, hook?: Record<string, unknown>): Promise<Published> {
  const { id } = await createdWorkflow(store, randomUUID(), sampleGraph('Order', hook));
  await store.publish(id, 1, NOON);
  const route: RouteRecord | undefined = await store.getRoute(id);
  if (!route?.published) throw new Error('The sample was not published.');
  return { workflowId: id, graphId: route.published.graphId };
}

export const sampleDelivery = (workflowId: string, change: Partial<NewDelivery> = {}): NewDelivery => ({
  id: randomUUID(),
  workflowId,
  outcome: 'accepted',
  status: 200,
  reason: null,
  method: 'POST',
  path: '',
  query: 'a=1',
  headers: [
    ['Content-Type', 'application/json'],
    ['X-Twice', 'one'],
    ['X-Twice', 'two'],
  ],
  contentType: 'application/json',
  remoteAddress: '127.0.0.1',
  body: Buffer.from('{"amount":1200}'),
  verification: { preset: 'none', secret: null },
  test: false,
  receivedAt: NOON,
  ...change,
});

export const sampleExecution = (
  published: Published,
  deliveryId: string,
  change: Partial<NewExecution> = {},
): NewExecution => ({
  id: randomUUID(),
  workflowId: published.workflowId,
  version: 1,
  graph: { graphId: published.graphId },
  deliveryId,
  origin: { kind: 'delivery' },
  untilNode: null,
  owner: null,
  reusedSteps: [],
  createdAt: NOON,
  ...change,
});

/** Accepts a delivery with an execution and answers the execution's id. */
export async function accepted(
  store: Store,
  published: Published,
  change: Partial<NewExecution> = {},
): Promise<{ id: string; deliveryId: string }> {
  const delivery = sampleDelivery(published.workflowId, { receivedAt: change.createdAt ?? NOON });
  const execution = sampleExecution(published, delivery.id, change);
  await store.accept(delivery, execution);
  return { id: execution.id, deliveryId: delivery.id };
}

export const sampleStep = (nodeId: string, change: Partial<StepRecord> = {}): StepRecord => ({
  nodeId,
  status: 'succeeded',
  ports: ['out'],
  reused: false,
  attempts: [],
  input: { kind: 'trigger-body' },
  output: { kind: 'same-as', nodeId: 'hook' },
  error: null,
  logs: [],
  startedAt: NOON,
  finishedAt: NOON + 1,
  ...change,
});

export const sampleEnd = (change: Partial<FinishedExecution> = {}): FinishedExecution => ({
  status: 'succeeded',
  output: { kind: 'none' },
  error: null,
  finishedAt: NOON + 5,
  steps: [],
  ...change,
});
