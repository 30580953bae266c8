import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Graph } from '@millrace/shared/workflow';
import { afterAll, beforeAll } from 'vitest';
import type { ExecutionWork } from './engine/engine.ts';
import { createIntake } from './intake/create-intake.ts';
import type { BodyRead, IncomingRequest, Intake } from './intake/intake.ts';
import { RefusalLog } from './intake/refusal-log.ts';
import { RouteTable } from './intake/route-table.ts';
import { newId } from './new-id.ts';
import { openSqliteStore } from './store/sqlite/open-sqlite-store.ts';
import type { Store } from './store/store.ts';

export const silent = {
  wanted: false,
  publish: () => undefined,
  subscribe: () => ({ unsubscribe: () => undefined, complete: true }),
};

const SECRET = 'a secret of the test';

export const signed = { verification: { preset: 'hmac', secrets: ['HOOK'] } };
export const signature = (body: string): string[] => [
  'Content-Type',
  'application/json',
  'X-Signature',
  createHmac('sha256', SECRET).update(body).digest('hex'),
];

/** A real store in a temporary folder, and an engine that only notes what it is to start. To be called once in a test file. */
export function testIntake() {
  const started: ExecutionWork[] = [];
  const engine = {
    instanceId: 'instance-of-the-test',
    hasRoom: () => true,
    start: (work: ExecutionWork) => {
      started.push(work);
      return { id: work.id, response: Promise.resolve(null), finished: Promise.resolve(undefined) };
    },
  };

  let folder: string;
  let store: Store;
  let routes: RouteTable;
  let refusals: RefusalLog;
  /** Of the workflow that the test made last. */
  let slug = 'none';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'millrace-intake-'));
    store = await openSqliteStore({ file: join(folder, 'millrace.db') });
    routes = await RouteTable.open(store);
    refusals = new RefusalLog(store);
    await store.registerInstance(engine.instanceId, 1);
  });
  afterAll(async () => {
    await routes.close();
    await refusals.close();
    await store.close();
    await rm(folder, { recursive: true });
  });

  const intakeOf = (change: Partial<Parameters<typeof createIntake>[0]> = {}): Intake =>
    createIntake({
      routes,
      store,
      engine,
      vault: { reveal: (name) => (name === 'HOOK' ? SECRET : undefined) },
      live: silent,
      refusals,
      documents: { read: () => Promise.reject(new Error('No document is needed.')) },
      sandbox: { run: () => Promise.reject(new Error('No expression is to be evaluated.')) },
      maxBodyBytes: 1_000,
      publicUrl: () => 'https://hooks.example',
      ...change,
    });

  const workflowWith = async (config: Record<string, unknown>, { publish = true } = {}): Promise<string> => {
    const draft: Graph = {
      nodes: [{ id: 'hook', type: 'webhook', name: 'Hook', position: { x: 0, y: 0 }, config }],
      edges: [],
    };
    const id = newId();
    slug = `orders-${id}`;
    await store.createWorkflow({ id, name: 'Orders', slug, draft, now: 1 });
    if (publish) await store.publish(id, 1, 2);
    await routes.refresh(id);
    return id;
  };

  const request = (body: string | BodyRead, change: Partial<IncomingRequest> = {}): IncomingRequest => ({
    slug,
    method: 'POST',
    target: `/hooks/${slug}`,
    path: '',
    query: '',
    rawHeaders: ['Content-Type', 'application/json'],
    remoteAddress: '127.0.0.1',
    receivedAt: 1_700_000_000_000,
    clientCertificate: () => ({ kind: 'not-asked' }),
    readBody: (limit) => {
      const read: BodyRead = typeof body === 'string' ? { kind: 'read', bytes: Buffer.from(body) } : body;
      return Promise.resolve(read.kind === 'read' && read.bytes.length > limit ? { kind: 'too-large' } : read);
    },
    ...change,
  });

  return {
    engine,
    started,
    intakeOf,
    workflowWith,
    request,
    get refusals(): RefusalLog {
      return refusals;
    },
    get store(): Store {
      return store;
    },
    get routes(): RouteTable {
      return routes;
    },
    /** Of the workflow that was made last. */
    get slug(): string {
      return slug;
    },
  };
}
