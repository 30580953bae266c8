import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type LoopbackServer, listenHttp } from '../outbound/loopback-server.ts';
import { acceptWork, openTestEngine, PATIENCE_MS, recordOf, type TestEngine } from '../test-engine.ts';
import { graphOf } from '../test-graph.ts';

vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS });

let test: TestEngine;
let target: LoopbackServer;
const seen: (string | undefined)[] = [];
const { promise: secondCame, resolve: secondComes } = Promise.withResolvers<void>();
beforeAll(async () => {
  target = await listenHttp(async ({ url }, response) => {
    seen.push(url);
    // The second never gets its answer, and only then the other branch fails.
    if (url === '/second') return secondComes();
    if (url === '/bad') await secondCame;
    response.statusCode = url === '/bad' ? 400 : 200;
    response.end();
  });
  test = await openTestEngine({ roundMs: 60_000 });
});
afterAll(async () => {
  await test.close();
  await target.close();
});

it('stands in the history although the execution ended before its next owner came to it', async () => {
  const call = (id: string) => ({
    id,
    type: 'http-request',
    config: { method: 'POST', url: `${target.origin}/${id}` },
  });
  const graph = graphOf(
    [{ id: 'before', type: 'script', config: { code: 'return 1;' } }, call('first'), call('second'), call('bad')],
    ['hook → before', 'before → first', 'first → second', 'hook → bad'],
  );
  const { promise: failed, resolve: fails } = Promise.withResolvers<void>();
  const store: TestEngine['store'] = {
    ...test.store,
    // Its process dies when the failure is written, and the end is not.
    writeStep: async (claim, step, status) => {
      const isOwned = await test.store.writeStep(claim, step, status);
      if (step.status === 'failed') fails();
      return isOwned;
    },
    finishExecution: () => new Promise(() => undefined),
    releaseInstance: () => new Promise(() => undefined),
  };
  const doomed = test.create({ store });
  await doomed.open();
  const { id } = doomed.start(await acceptWork(test.store, doomed.instanceId, graph));
  await failed;
  void doomed.close(0);
  const next = test.create();
  await next.open();
  const record = await recordOf(test.store, id);
  await next.close(1_000);
  expect(record).toMatchObject({ status: 'failed', error: { nodeId: 'bad' } });
  const step = (nodeId: string) => record.steps.find((each) => each.nodeId === nodeId);
  expect(step('first')?.status).toBe('succeeded');
  expect(step('second')).toMatchObject({ status: 'cancelled', attempts: [{ status: 'unknown' }] });
  expect(seen.toSorted()).toEqual(['/bad', '/first', '/second']);
});
