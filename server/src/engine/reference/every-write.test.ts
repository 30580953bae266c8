import { nodeDefinitions } from '@millrace/shared/nodes/index';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { newId } from '../../new-id.ts';
import { listenMail } from '../../outbound/mail-server.ts';
import { acceptWork, openTestEngine, PATIENCE_MS, recordOf, soon, type TestEngine } from '../../test-engine.ts';
import { type Death, dyingStore } from './dying-store.ts';
import { type EffectServer, listenForEffects } from './effect-server.ts';
import { bodyOf, CALLED, everyNode, OUTPUT, SENDING } from './every-node.ts';

vi.setConfig({ testTimeout: 10 * PATIENCE_MS });

/** Databases beside each other: an engine takes over whatever nobody runs. */
const LANES = 4;
/** Of the last write; the long form also has those whose outcome nobody heard of. */
const OUTCOMES = process.env.GRAPHS === undefined ? [false] : [false, true];
/** Engines look for work when they open and when a signal comes. */
const ROUND_MS = 3_600_000;
const NEVER: Death = { at: Number.POSITIVE_INFINITY, isCommitted: true };

let tests: TestEngine[];
let effects: EffectServer;
let mail: Awaited<ReturnType<typeof listenMail>>;
beforeAll(async () => {
  [effects, mail] = await Promise.all([listenForEffects(), listenMail()]);
  tests = await Promise.all(Array.from({ length: LANES }, () => openTestEngine({ roundMs: ROUND_MS })));
});
afterAll(async () => {
  await Promise.all(tests.map((test) => test.close()));
  await Promise.all([effects.close(), mail.close()]);
});

/** Runs the graph in a process that dies so, and resumes it in another one. */
async function runUntil(test: TestEngine, death: Death) {
  const { store } = test;
  let run = '';
  const sent = () => {
    const mails = mail.taken.filter(({ head }) => head.includes(run)).length;
    const requests = [...effects.of(run)].map(([step, { times }]) => [step, times] as const);
    return new Map([...requests, ['mail', mails] as const]);
  };
  const finished = new Map<string, number>();
  const { dying, died, writes } = dyingStore(store, death, (step) => {
    const times = sent().get(step);
    if (times) finished.set(step, times);
  });
  let isDead = false;
  void died.then(() => {
    isDead = true;
  });
  const doomed = test.create({ store: dying });
  await doomed.open();
  const workflowId = newId();
  await store.createWorkflow({ id: workflowId, name: 'Called', slug: workflowId, draft: CALLED, now: Date.now() });
  await store.publish(workflowId, 1, Date.now());
  const graph = everyNode(effects.origin, workflowId);
  // A kind of node that is missing is to be added to the graph.
  expect(
    nodeDefinitions.map(({ type }) => type).filter((type) => !graph.nodes.some((node) => node.type === type)),
  ).toEqual([]);
  const work = await acceptWork(store, doomed.instanceId, graph, { body: bodyOf(mail.port) });
  run = work.id;
  const signal = { executionId: work.id, nodeId: 'ask', stepKey: 'ask', output: '"yes"' };
  doomed.start(work);
  await soon(async () => {
    const { status } = (await store.getExecution(work.id)) ?? {};
    const isWaiting = (await store.countUnfinished()).waiting === 1 && doomed.hasRoom();
    expect(isDead || (status === 'waiting' && isWaiting)).toBe(true);
  });
  if (!isDead) await Promise.race([died, doomed.resume(signal)]);
  if (!isDead) await Promise.race([died, recordOf(store, work.id)]);
  void doomed.close(0);
  const next = test.create();
  await next.open();
  if (isDead) await next.resume(signal);
  const record = await recordOf(store, work.id);
  await next.close(PATIENCE_MS);
  const { items: called } = await store.listExecutions({ workflowId, limit: 10 });
  return { record, called, sent: sent(), seen: effects.of(run), finished, writes: writes(), wasKilled: isDead };
}

const first = (): TestEngine => {
  const [test] = tests;
  if (!test) throw new Error('There is no engine.');
  return test;
};

it('loses, repeats and leaves behind nothing, with whichever write the process dies', async () => {
  const whole = await runUntil(first(), NEVER);
  expect(whole).toMatchObject({ record: { status: 'succeeded' }, wasKilled: false });
  expect(whole.writes).toBeGreaterThan(30);
  const deaths = Array.from({ length: whole.writes }, (_, at) =>
    OUTCOMES.map((isCommitted) => ({ at: at + 1, isCommitted })),
  ).flat();
  const lanes = tests.map(async (test, lane) => {
    for (const [at, death] of deaths.entries()) {
      if (at % LANES !== lane) continue;
      const { record, called, sent, seen, finished } = await runUntil(test, death);
      const where = `dead with write ${death.at}, which was ${death.isCommitted ? '' : 'not '}committed`;
      expect(record.status, where).toBe('succeeded');
      expect(record.output.kind === 'json' && JSON.parse(record.output.json), where).toEqual(OUTPUT);
      const open = record.steps.filter(({ status }) => status !== 'succeeded').map(({ nodeId }) => nodeId);
      expect(open, where).toEqual([]);
      expect(
        called.map(({ status, origin }) => [status, origin.kind === 'call' && origin.of === record.id]),
        where,
      ).toEqual([
        ['succeeded', true],
        ['succeeded', true],
      ]);
      for (const step of SENDING) expect(sent.get(step), `${step} ${where}`).toBeGreaterThan(0);
      for (const [step, times] of finished) expect(sent.get(step), `${step} ${where}`).toBe(times);
      // Whichever came first stays the first, and the receiver can tell that it is asked for the same again.
      expect(new Set((seen.get('told')?.values ?? []).map((value) => JSON.stringify(value))).size, where).toBe(1);
      for (const [step, { keys }] of seen) expect(keys.size, `${step} ${where}`).toBe(1);
    }
  });
  await Promise.all(lanes);
});
