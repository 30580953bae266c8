import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LiveEvent } from '@millrace/shared/event';
import type { Graph } from '@millrace/shared/workflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExecutionWork } from '../engine/engine.ts';
import { newId } from '../new-id.ts';
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';
import { createIntake } from './create-intake.ts';
import type { BodyRead, IncomingRequest, Intake } from './intake.ts';
import { RefusalLog } from './refusal-log.ts';
import { RouteTable } from './route-table.ts';

const silent = {
  wanted: false,
  publish: () => undefined,
  subscribe: () => ({ unsubscribe: () => undefined, complete: true }),
};
const started: ExecutionWork[] = [];
const engine = {
  instanceId: 'instance-of-the-test',
  hasRoom: () => true,
  start: (work: ExecutionWork) => {
    started.push(work);
    return { id: work.id, response: Promise.resolve(null), finished: Promise.resolve(undefined) };
  },
};
const SECRET = 'a secret of the test';

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
  readBody: (limit) => {
    const read: BodyRead = typeof body === 'string' ? { kind: 'read', bytes: Buffer.from(body) } : body;
    return Promise.resolve(read.kind === 'read' && read.bytes.length > limit ? { kind: 'too-large' } : read);
  },
  ...change,
});

const signed = { verification: { preset: 'hmac', secrets: ['HOOK'] } };
const signature = (body: string): string[] => [
  'Content-Type',
  'application/json',
  'X-Signature',
  createHmac('sha256', SECRET).update(body).digest('hex'),
];

describe('a request that is in order', () => {
  it('is committed with its execution, raw bytes and all, before it is accepted', async () => {
    const workflowId = await workflowWith(signed);
    const body = '{"a": 12345678901234567890}';
    const outcome = await intakeOf().receive(request(body, { rawHeaders: signature(body), path: '/x', query: 'a=1' }));
    if (outcome.kind !== 'accepted' || outcome.executionId === null) throw new Error(JSON.stringify(outcome));
    const kept = await store.getDelivery(outcome.deliveryId);
    expect(Buffer.from(kept?.body ?? []).toString()).toBe(body);
    expect(kept).toMatchObject({
      workflowId,
      outcome: 'accepted',
      path: '/x',
      query: 'a=1',
      executionIds: [outcome.executionId],
      verification: { preset: 'hmac', secret: 'HOOK' },
    });
    expect(kept?.headers).toContainEqual(['X-Signature', '••••']);
    expect(outcome.running?.id).toBe(outcome.executionId);
    expect(started.at(-1)).toMatchObject({ id: outcome.executionId, epoch: 1, version: 1, steps: [] });
    expect(await store.getExecutionSummary(outcome.executionId)).toMatchObject({
      status: 'running',
      deliveryId: outcome.deliveryId,
    });
  });

  it('is kept without an execution while nothing is published', async () => {
    await workflowWith({}, { publish: false });
    const outcome = await intakeOf().receive(request('{}'));
    expect(outcome).toMatchObject({ kind: 'accepted', executionId: null, running: null });
  });

  it('waits in the queue while the workflow is paused, and while there is no room', async () => {
    const id = await workflowWith({});
    const full = await intakeOf({ engine: { ...engine, hasRoom: () => false } }).receive(request('{}'));
    await store.setPaused(id, true, 3);
    await routes.refresh(id);
    const paused = await intakeOf().receive(request('{}'));
    for (const outcome of [full, paused]) {
      expect(outcome).toMatchObject({ kind: 'accepted', running: null });
      if (outcome.kind === 'accepted')
        expect((await store.getExecutionSummary(outcome.executionId ?? ''))?.status).toBe('queued');
    }
  });
});

describe('a workflow that limits or orders what runs', () => {
  it('starts what has room at once, and accepts and queues the rest', async () => {
    await workflowWith({ limits: { concurrentExecutions: 1 }, respond: 'when-finished' });
    const first = await intakeOf().receive(request('{}'));
    const second = await intakeOf().receive(request('{}'));
    expect(first).toMatchObject({ kind: 'accepted', running: { id: expect.any(String) } });
    expect(started.at(-1)).toMatchObject({ isAwaited: true });
    expect(second).toMatchObject({ kind: 'accepted', running: null });
    if (second.kind !== 'accepted') return;
    expect((await store.getExecutionSummary(second.executionId ?? ''))?.status).toBe('queued');
  });
});

describe('a request that is not in order', () => {
  const cases: [string, Record<string, unknown>, IncomingRequest, { outcome: string; status: number }][] = [
    ['a method that is not taken', {}, request('{}', { method: 'GET' }), { outcome: 'wrong-method', status: 405 }],
    ['a body that is too large', {}, request('x'.repeat(1_001)), { outcome: 'too-large', status: 413 }],
    ['a body that does not come', {}, request({ kind: 'timed-out' }), { outcome: 'timed-out', status: 408 }],
    [
      'a compressed body',
      {},
      request('{}', { rawHeaders: ['Content-Encoding', 'gzip'] }),
      { outcome: 'unsupported-encoding', status: 415 },
    ],
    ['JSON that is none', {}, request('{"a":'), { outcome: 'malformed', status: 400 }],
    ['JSON that is too deep', {}, request('['.repeat(900)), { outcome: 'malformed', status: 400 }],
    [
      'two content types',
      {},
      request('{}', { rawHeaders: ['Content-Type', 'text/plain', 'content-type', 'application/json'] }),
      { outcome: 'malformed', status: 400 },
    ],
    ['no signature', signed, request('{}'), { outcome: 'unverified', status: 401 }],
    [
      'the signature of another body',
      signed,
      request('{} ', { rawHeaders: signature('{}') }),
      { outcome: 'unverified', status: 401 },
    ],
    [
      'a signature that came twice',
      signed,
      request('{}', { rawHeaders: [...signature('{}'), ...signature('{}').slice(2)] }),
      { outcome: 'malformed', status: 400 },
    ],
    [
      'a secret that does not exist',
      { verification: { preset: 'github', secrets: ['GONE'] } },
      request('{}'),
      { outcome: 'misconfigured', status: 503 },
    ],
    [
      'a secret that cannot be a key of its sender',
      { verification: { preset: 'discord', secrets: ['HOOK'] } },
      request('{}'),
      { outcome: 'misconfigured', status: 503 },
    ],
    [
      'a webhook node that is not set up',
      { verification: { preset: 'github', secrets: [] } },
      request('{}'),
      { outcome: 'misconfigured', status: 503 },
    ],
  ];

  it.each(cases)('is refused for %s, and kept with a reason', async (_, config, incoming, expected) => {
    const workflowId = await workflowWith(config);
    expect(await intakeOf().receive({ ...incoming, slug })).toMatchObject({ kind: 'refused', ...expected });
    await refusals.close();
    const { items } = await store.listDeliveries({ limit: 10, workflowId });
    expect(items).toMatchObject([expected]);
    expect(items[0]?.reason).toMatch(/\w{3,}.*\.$/);
    expect((await store.listExecutions({ limit: 10, workflowId })).items).toEqual([]);
  });

  it('is not lost while the secret that it is signed with is missing, whatever else exists', async () => {
    await workflowWith({ verification: { preset: 'meta', secrets: ['GONE'], verifyToken: 'HOOK' } });
    const outcome = await intakeOf().receive(request('{}', { rawHeaders: signature('{}') }));
    expect(outcome).toMatchObject({ kind: 'refused', outcome: 'misconfigured', status: 503 });
  });

  it('names the secret that cannot be used beside one that can, and is refused as forged', async () => {
    const workflowId = await workflowWith({ verification: { preset: 'discord', secrets: ['KEY', 'HOOK'] } });
    const vault = { reveal: (name: string) => (name === 'KEY' ? 'ab'.repeat(32) : SECRET) };
    const outcome = await intakeOf({ vault }).receive(request('{}'));
    expect(outcome).toMatchObject({ kind: 'refused', outcome: 'unverified', status: 401 });
    await refusals.close();
    const { items } = await store.listDeliveries({ limit: 1, workflowId });
    expect(items[0]?.reason).toMatch(/is missing\. The secret HOOK cannot verify anything\./);
  });

  it('is as large as its workflow allows, and no larger', async () => {
    await workflowWith({ limits: { bodyBytes: 10 } });
    expect(await intakeOf().receive(request('{"a":123}'))).toMatchObject({ kind: 'accepted' });
    expect(await intakeOf().receive(request('{"a":12345}'))).toMatchObject({ kind: 'refused', status: 413 });
    // Never more than the server takes at all.
    await workflowWith({ limits: { bodyBytes: 1_000_000 } });
    expect(await intakeOf().receive(request(' '.repeat(1_001)))).toMatchObject({ kind: 'refused', status: 413 });
  });

  it('says which methods are taken and how to sign in', async () => {
    await workflowWith({ methods: ['POST', 'PUT'], verification: { preset: 'basic', user: 'u', secrets: ['HOOK'] } });
    expect(await intakeOf().receive(request('{}', { method: 'DELETE' }))).toMatchObject({
      headers: { allow: 'POST, PUT' },
    });
    expect(await intakeOf().receive(request('{}'))).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': expect.stringContaining('Basic') },
    });
  });
});

it('knows no slug but its own, not even those of objects', async () => {
  await workflowWith({});
  for (const unknown of ['nothing', '__proto__', 'constructor', '', slug.toUpperCase()]) {
    expect(await intakeOf().receive(request('{}', { slug: unknown }))).toEqual({ kind: 'unknown-slug' });
  }
});

it('accepts nothing that it could not commit, and asks the sender to come again', async () => {
  await workflowWith({});
  const full = { accept: () => Promise.reject(new StoreUnavailable('The disk is full.')) };
  expect(await intakeOf({ store: full }).receive(request('{}'))).toEqual({ kind: 'unavailable', retryAfterSeconds: 5 });
});

it('forgets a request whose sender went away', async () => {
  const workflowId = await workflowWith({});
  expect(await intakeOf().receive(request({ kind: 'aborted' }))).toEqual({ kind: 'aborted' });
  expect((await store.listDeliveries({ limit: 10, workflowId })).items).toEqual([]);
});

describe('a workflow that runs each event once', () => {
  const once = { deduplicate: { kind: 'header', name: 'x-event-id' } };
  const event = (id: string, body = '{"a":1}') =>
    request(body, { rawHeaders: ['Content-Type', 'application/json', 'X-Event-Id', id] });
  /** What was started of the workflow. */
  const startedOf = (workflowId: string) => started.filter((work) => work.workflowId === workflowId);

  it('starts what comes first, and answers the rest with its ids', async () => {
    const workflowId = await workflowWith(once);
    const intake = intakeOf();
    const [first, ...rest] = await Promise.all(Array.from({ length: 10 }, () => intake.receive(event('e1'))));
    const later = await intake.receive(event('e1'));
    if (first?.kind !== 'accepted') throw new Error(JSON.stringify(first));
    const { deliveryId, executionId } = first;
    for (const outcome of [...rest, later])
      expect(outcome).toEqual({ kind: 'duplicate', deliveryId, executionId, status: 200 });
    expect((await store.listExecutions({ limit: 50, workflowId })).items.map(({ id }) => id)).toEqual([executionId]);
    expect(startedOf(workflowId)[0]?.id).toBe(executionId);
    const { items } = await store.listDeliveries({ limit: 50, workflowId, outcome: ['duplicate'] });
    expect(items).toHaveLength(10);
    expect(await intake.receive(event('e2'))).toMatchObject({ kind: 'accepted' });
  });

  it('starts nothing before the commit says that it is new, once somebody watches', async () => {
    const commits: (() => void)[] = [];
    const slow: Pick<Store, 'accept'> = {
      accept: async (...delivery) => {
        const first = await store.accept(...delivery);
        await new Promise<void>((resolve) => commits.push(resolve));
        return first;
      },
    };
    for (const [wanted, early] of [
      [true, 0],
      [false, 1],
    ] as const) {
      const workflowId = await workflowWith(once);
      const receiving = intakeOf({ store: slow, live: { ...silent, wanted } }).receive(event('e1'));
      await expect.poll(() => commits.length).toBe(1);
      expect(startedOf(workflowId)).toHaveLength(early);
      commits.pop()?.();
      expect(await receiving).toMatchObject({ kind: 'accepted', running: { id: expect.any(String) } });
      expect(startedOf(workflowId)).toHaveLength(1);
    }
  });

  it('runs no event again whose body is another one, and says so', async () => {
    const workflowId = await workflowWith(once);
    const events: LiveEvent[] = [];
    const live = { ...silent, wanted: true, publish: (published: LiveEvent) => events.push(published) };
    const first = await intakeOf({ live }).receive(event('e1'));
    const other = await intakeOf({ live }).receive(event('e1', '{"a":2}'));
    if (first.kind !== 'accepted') throw new Error(JSON.stringify(first));
    expect(other).toMatchObject({ kind: 'duplicate', deliveryId: first.deliveryId });
    expect((await store.listExecutions({ limit: 5, workflowId })).items).toHaveLength(1);
    const reason = expect.stringContaining('another body');
    const { items } = await store.listDeliveries({ limit: 5, workflowId, outcome: ['duplicate'] });
    expect(items).toMatchObject([{ reason, executionId: null }]);
    expect(events.at(-1)).toMatchObject({ delivery: { outcome: 'duplicate', reason, executionId: null } });
  });

  it('takes a request without a key for new, and says so', async () => {
    const workflowId = await workflowWith(once);
    for (let times = 0; times < 2; times++) {
      expect(await intakeOf().receive(request('{}'))).toMatchObject({ kind: 'accepted' });
    }
    expect(startedOf(workflowId)).toHaveLength(2);
    const { items } = await store.listDeliveries({ limit: 5, workflowId, outcome: ['accepted'] });
    for (const { reason } of items) expect(reason).toMatch(/x-event-id.*taken for new/);
    expect(items).toHaveLength(2);
  });

  it('keeps no key of what it refused or could not commit', async () => {
    await workflowWith({ ...signed, ...once });
    const intake = intakeOf();
    expect(await intake.receive(event('e1'))).toMatchObject({ kind: 'refused', status: 401 });
    const genuine = request('{"a":1}', { rawHeaders: [...signature('{"a":1}'), 'X-Event-Id', 'e1'] });
    const full = { accept: () => Promise.reject(new StoreUnavailable('The disk is full.')) };
    expect(await intakeOf({ store: full }).receive(genuine)).toMatchObject({ kind: 'unavailable' });
    expect(await intake.receive(genuine)).toMatchObject({ kind: 'accepted' });
    const twice = request('{"a":1}', { rawHeaders: [...genuine.rawHeaders, 'x-event-id', 'e2'] });
    expect(await intake.receive(twice)).toMatchObject({ kind: 'refused', outcome: 'malformed', status: 400 });
  });
});
