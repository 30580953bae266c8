import type { LiveEvent } from '@millrace/shared/event';
import { describe, expect, it } from 'vitest';
import { type Store, StoreUnavailable } from '../store/store.ts';
import { signature, signed, silent, testIntake } from '../test-intake.ts';

const test = testIntake();
const { started, intakeOf, workflowWith, request } = test;

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
    expect((await test.store.listExecutions({ limit: 50, workflowId })).items.map(({ id }) => id)).toEqual([
      executionId,
    ]);
    expect(startedOf(workflowId)[0]?.id).toBe(executionId);
    const { items } = await test.store.listDeliveries({ limit: 50, workflowId, outcome: ['duplicate'] });
    expect(items).toHaveLength(10);
    expect(await intake.receive(event('e2'))).toMatchObject({ kind: 'accepted' });
  });

  it('starts nothing before the commit says that it is new, once somebody watches', async () => {
    const commits: (() => void)[] = [];
    const slow: Pick<Store, 'accept'> = {
      accept: async (...delivery) => {
        const first = await test.store.accept(...delivery);
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
    expect((await test.store.listExecutions({ limit: 5, workflowId })).items).toHaveLength(1);
    const reason = expect.stringContaining('another body');
    const { items } = await test.store.listDeliveries({ limit: 5, workflowId, outcome: ['duplicate'] });
    expect(items).toMatchObject([{ reason, executionId: null }]);
    expect(events.at(-1)).toMatchObject({ delivery: { outcome: 'duplicate', reason, executionId: null } });
  });

  it('takes a request without a key for new, and says so', async () => {
    const workflowId = await workflowWith(once);
    for (let times = 0; times < 2; times++) {
      expect(await intakeOf().receive(request('{}'))).toMatchObject({ kind: 'accepted' });
    }
    expect(startedOf(workflowId)).toHaveLength(2);
    const { items } = await test.store.listDeliveries({ limit: 5, workflowId, outcome: ['accepted'] });
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
