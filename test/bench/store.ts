import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '@millrace/server/src/store/sqlite/open-sqlite-store.ts';
import type { NewDelivery, StepRecord, Store } from '@millrace/server/src/store/store.ts';

// How many deliveries a second the store keeps durably, each with an execution and its end, and what that costs the main
// thread. Run: node test/bench/store.ts [pairs]

const PAIRS = Number(process.argv[2] ?? 10_000);
const instance = randomUUID();
const json = (size: number): string => JSON.stringify({ email: 'a@example.com', filler: '{"x":1}'.repeat(size / 9) });
const body = Buffer.from(json(1_500));
const headers = Array.from({ length: 10 }, (_, index) => [`X-Header-${index}`, 'value of the header'] as const);

const folder = await mkdtemp(join(tmpdir(), 'millrace-bench-'));
const file = join(folder, 'bench.db');
const store = await openSqliteStore({ file });
try {
  await store.registerInstance(instance, Date.now());
  const published = await publish(store);
  const rows = [];
  const acceptMs: number[] = [];
  for (const senders of [1, 10, 50, 200]) {
    await pairs(senders, Math.min(PAIRS, senders * 20));
    acceptMs.length = 0;
    const speed = await measure(() => pairs(senders, Math.min(PAIRS, senders * 400)));
    acceptMs.sort((a, b) => a - b);
    const quantile = (part: number): number => Number((acceptMs[Math.floor(acceptMs.length * part)] ?? 0).toFixed(1));
    rows.push({ senders, ...speed, 'accept p50 ms': quantile(0.5), 'accept p99 ms': quantile(0.99) });
  }
  console.table(rows);
  const { size } = await stat(file);
  console.log(`${Math.round(size / (await count()))} bytes an execution in the database`);

  async function pairs(senders: number, total: number): Promise<number> {
    let left = total;
    const send = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await pair();
      }
    };
    await Promise.all(Array.from({ length: senders }, send));
    return total;
  }

  async function pair(): Promise<void> {
    const delivery = newDelivery(published.workflowId);
    const id = timeOrderedId();
    const now = Date.now();
    const asked = performance.now();
    await store.accept(delivery, {
      id,
      workflowId: published.workflowId,
      version: 1,
      graph: { graphId: published.graphId },
      deliveryId: delivery.id,
      origin: { kind: 'delivery' },
      untilNode: null,
      owner: instance,
      reusedSteps: [],
      createdAt: now,
    });
    acceptMs.push(performance.now() - asked);
    await store.finishExecution(
      { executionId: id, epoch: 1 },
      {
        status: 'succeeded',
        output: { kind: 'same-as', nodeId: 'n4' },
        error: null,
        finishedAt: now + 3,
        steps: steps(now),
      },
    );
  }
} finally {
  await store.close();
  await rm(folder, { recursive: true });
}

/** A UUIDv7: ids in the order of time keep the inserts at the end of their index. */
function timeOrderedId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

async function count(): Promise<number> {
  const page = await store.listWorkflows({ limit: 1, now: Date.now() });
  return page.items[0]?.lastDay.reduce((sum, { succeeded }) => sum + succeeded, 0) ?? 1;
}

async function measure(work: () => Promise<number>): Promise<Record<string, number>> {
  const start = performance.now();
  const cpu = process.threadCpuUsage();
  const all = process.cpuUsage();
  const done = await work();
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.threadCpuUsage(cpu);
  const total = process.cpuUsage(all);
  return {
    'pairs/s': Math.round(done / seconds),
    'ms/pair': Number(((seconds * 1_000) / done).toFixed(2)),
    'main µs/pair': Math.round((user + system) / done),
    'all threads µs/pair': Math.round((total.user + total.system) / done),
  };
}

async function publish(to: Store): Promise<{ workflowId: string; graphId: string }> {
  const workflowId = randomUUID();
  const draft = {
    nodes: [{ id: 'n0', type: 'webhook', name: 'Order', position: { x: 0, y: 0 }, config: {} }],
    edges: [],
  };
  await to.createWorkflow({ id: workflowId, name: 'Bench', slug: workflowId, draft, now: Date.now() });
  await to.publish(workflowId, 1, Date.now());
  const graphId = (await to.getRoute(workflowId))?.published?.graphId;
  if (graphId === undefined) throw new Error('The workflow was not published.');
  return { workflowId, graphId };
}

function newDelivery(workflowId: string): NewDelivery {
  return {
    id: timeOrderedId(),
    workflowId,
    outcome: 'accepted',
    status: 200,
    reason: null,
    method: 'POST',
    path: '',
    query: '',
    headers,
    contentType: 'application/json',
    remoteAddress: '127.0.0.1',
    body,
    verification: { preset: 'hmac', secret: 'ORDERS' },
    test: false,
    receivedAt: Date.now(),
  };
}

/** webhook → filter → transform → script → respond; the second half of the values is stored. */
function steps(now: number): StepRecord[] {
  const values = [json(300), json(500)];
  return Array.from({ length: 5 }, (_, index) => ({
    nodeId: `n${index}`,
    status: 'succeeded',
    ports: ['out'],
    reused: false,
    attempts: [],
    input: index === 0 ? { kind: 'trigger-body' } : { kind: 'same-as', nodeId: `n${index - 1}` },
    output:
      index < 2
        ? { kind: 'trigger-body' }
        : index < 4
          ? { kind: 'json', json: values[index - 2] ?? '' }
          : { kind: 'same-as', nodeId: 'n3' },
    error: null,
    logs: [],
    startedAt: now,
    finishedAt: now + 1,
  }));
}
