import { describe, expect, it } from 'vitest';
import type { SandboxResult } from '../sandbox/sandbox.ts';
import { StoreUnavailable } from '../store/store.ts';
import { signature, signed, testIntake } from '../test-intake.ts';
import type { IncomingRequest } from './intake.ts';

const test = testIntake();
const { engine, started, intakeOf, workflowWith, request } = test;

describe('a request that is in order', () => {
  it('is committed with its execution, raw bytes and all, before it is accepted', async () => {
    const workflowId = await workflowWith({ ...signed, path: '/*' });
    const body = '{"a": 12345678901234567890}';
    const outcome = await intakeOf().receive(request(body, { rawHeaders: signature(body), path: '/x', query: 'a=1' }));
    if (outcome.kind !== 'accepted' || outcome.executionId === null) throw new Error(JSON.stringify(outcome));
    const kept = await test.store.getDelivery(outcome.deliveryId);
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
    expect(await test.store.getExecutionSummary(outcome.executionId)).toMatchObject({
      status: 'running',
      deliveryId: outcome.deliveryId,
    });
  });

  it('is kept and run without the token that its query proves it by', async () => {
    await workflowWith({ verification: { preset: 'query-token', secrets: ['HOOK'] } });
    const query = 'a=1&token=a%20secret%20of%20the%20test';
    const rawHeaders = ['X-Forwarded-Uri', `/hooks/orders?${query}`];
    const outcome = await intakeOf().receive(request('{}', { query, rawHeaders }));
    if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
    const kept = await test.store.getDelivery(outcome.deliveryId);
    expect(kept).toMatchObject({
      query: 'a=1&token=••••',
      headers: [['X-Forwarded-Uri', '/hooks/orders?a=1&token=••••']],
      verification: { preset: 'query-token', secret: 'HOOK' },
    });
    expect(started.at(-1)?.delivery).toMatchObject({ query: 'a=1&token=••••' });
  });

  it('is kept and run without the client state that its body proves it by', async () => {
    await workflowWith({ verification: { preset: 'microsoft-graph', secrets: ['HOOK'] } });
    const notice = (clientState: string) => JSON.stringify({ value: [{ subscriptionId: 'a', clientState }] });
    const outcome = await intakeOf().receive(request(notice('a secret of the test')));
    if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
    const kept = await test.store.getDelivery(outcome.deliveryId);
    expect(Buffer.from(kept?.body ?? []).toString()).toBe(notice('••••'));
    expect(kept?.verification).toEqual({ preset: 'microsoft-graph', secret: 'HOOK' });
    expect(Buffer.from(started.at(-1)?.delivery.body ?? []).toString()).toBe(notice('••••'));
  });

  it('is kept without an execution while nothing is published', async () => {
    await workflowWith({}, { publish: false });
    const outcome = await intakeOf().receive(request('{}'));
    expect(outcome).toMatchObject({ kind: 'accepted', executionId: null, running: null });
  });

  it('waits in the queue while the workflow is paused, and while there is no room', async () => {
    const id = await workflowWith({});
    const full = await intakeOf({ engine: { ...engine, hasRoom: () => false } }).receive(request('{}'));
    await test.store.setPaused(id, true, 3);
    await test.routes.refresh(id);
    const paused = await intakeOf().receive(request('{}'));
    for (const outcome of [full, paused]) {
      expect(outcome).toMatchObject({ kind: 'accepted', running: null });
      if (outcome.kind === 'accepted')
        expect((await test.store.getExecutionSummary(outcome.executionId ?? ''))?.status).toBe('queued');
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
    expect((await test.store.getExecutionSummary(second.executionId ?? ''))?.status).toBe('queued');
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
      'a webhook node that is not set up',
      { verification: { preset: 'github', secrets: [] } },
      request('{}'),
      { outcome: 'misconfigured', status: 503 },
    ],
  ];

  it.each(cases)('is refused for %s, and kept with a reason', async (_, config, incoming, expected) => {
    const workflowId = await workflowWith(config);
    expect(await intakeOf().receive({ ...incoming, slug: test.slug })).toMatchObject({ kind: 'refused', ...expected });
    await test.refusals.close();
    const { items } = await test.store.listDeliveries({ limit: 10, workflowId });
    expect(items).toMatchObject([expected]);
    expect(items[0]?.reason).toMatch(/\w{3,}.*\.$/);
    expect((await test.store.listExecutions({ limit: 10, workflowId })).items).toEqual([]);
  });

  it('is not lost while the secret that it is signed with is missing, whatever else exists', async () => {
    await workflowWith({ verification: { preset: 'meta', secrets: ['GONE'], verifyToken: 'HOOK' } });
    const outcome = await intakeOf().receive(request('{}', { rawHeaders: signature('{}') }));
    expect(outcome).toMatchObject({ kind: 'refused', outcome: 'misconfigured', status: 503 });
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
      headers: { allow: 'POST, PUT, OPTIONS' },
    });
    expect(await intakeOf().receive(request('{}'))).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': expect.stringContaining('Basic') },
    });
  });
});

it('knows no slug but its own, not even those of objects', async () => {
  await workflowWith({});
  for (const unknown of ['nothing', '__proto__', 'constructor', '', test.slug.toUpperCase()]) {
    expect(await intakeOf().receive(request('{}', { slug: unknown }))).toEqual({ kind: 'unknown-slug' });
  }
});

it('accepts nothing that it could not commit, and asks the sender to come again', async () => {
  await workflowWith({});
  const full = { accept: () => Promise.reject(new StoreUnavailable('The disk is full.')) };
  expect(await intakeOf({ store: full }).receive(request('{}'))).toEqual({ kind: 'unavailable', retryAfterSeconds: 5 });
});

it('keeps nothing of a request whose body had to make room for others', async () => {
  const workflowId = await workflowWith({});
  const answer = await intakeOf().receive(request({ kind: 'overloaded' }));
  expect(answer).toEqual({ kind: 'unavailable', retryAfterSeconds: 5 });
  await test.refusals.close();
  expect((await test.store.listDeliveries({ limit: 10, workflowId })).items).toEqual([]);
});

it('forgets a request whose sender went away', async () => {
  const workflowId = await workflowWith({});
  expect(await intakeOf().receive(request({ kind: 'aborted' }))).toEqual({ kind: 'aborted' });
  expect((await test.store.listDeliveries({ limit: 10, workflowId })).items).toEqual([]);
});

it('counts for the rate of a workflow only what is proven, and tells the rest of that when to come again', async () => {
  await workflowWith({ ...signed, limits: { requestsPerMinute: 60 } });
  const intake = intakeOf();
  const forged = request('{}', { rawHeaders: signature('{"other":1}') });
  for (let times = 0; times < 50; times += 1) expect(await intake.receive(forged)).toMatchObject({ status: 401 });
  const right = request('{}', { rawHeaders: signature('{}') });
  for (let times = 0; times < 10; times += 1) expect(await intake.receive(right)).toMatchObject({ kind: 'accepted' });
  expect(await intake.receive(right)).toMatchObject({
    ...{ kind: 'refused', outcome: 'rate-limited', status: 429 },
    headers: { 'retry-after': expect.stringMatching(/^[1-9]\d*$/) },
  });
});

describe('a workflow whose order is an expression', () => {
  const order = { kind: 'expression', key: '{{ trigger.body.id.trim() }}' };
  const value = (result: object) => ({ kind: 'value', json: JSON.stringify([result]), logs: [] }) as const;

  it('takes deliveries in the order in which they came, whichever expression is evaluated first', async () => {
    await workflowWith({ order });
    const results = [Promise.withResolvers<SandboxResult>(), Promise.withResolvers<SandboxResult>()];
    let asked = 0;
    const intake = intakeOf({ sandbox: { run: () => results[asked++]?.promise ?? expect.unreachable() } });
    const before = started.length;
    const outcomes = ['1', '2'].map((id) => intake.receive(request(JSON.stringify({ id }))));
    results[1]?.resolve(value({ value: 'same' }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(started).toHaveLength(before);
    results[0]?.resolve(value({ value: 'same' }));
    expect(await Promise.all(outcomes)).toMatchObject([{ kind: 'accepted' }, { kind: 'accepted' }]);
    // The second one waits for its turn.
    expect(started.slice(before).map(({ body }) => body)).toEqual([{ value: { id: '1' } }]);
  });

  it('loses nothing for which it cannot be evaluated, and says so', async () => {
    await workflowWith({ order });
    const intake = intakeOf({ sandbox: { run: async () => ({ kind: 'timeout', timeoutMs: 250, logs: [] }) } });
    const outcome = await intake.receive(request('{"id":"1"}'));
    if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
    const kept = await test.store.getDelivery(outcome.deliveryId);
    expect(kept?.reason).toMatch(/ran at once: The expression was stopped after 250 ms\.$/);
    expect(started.at(-1)?.id).toBe(outcome.executionId);
  });
});
