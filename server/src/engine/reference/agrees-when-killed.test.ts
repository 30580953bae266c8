import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { newId } from '../../new-id.ts';
import { acceptWork, openTestEngine, PATIENCE_MS, type TestEngine } from '../../test-engine.ts';
import { agree } from './agree.ts';
import { publishCalled } from './called-workflow.ts';
import { DrivenClock } from './driven-clock.ts';
import { dyingStore } from './dying-store.ts';
import { listenForMails } from './effect-mails.ts';
import { type EffectServer, listenForEffects } from './effect-server.ts';
import type { Payload } from './meanings.ts';
import type { RandomGraph } from './random-graph.ts';
import { Surroundings } from './surroundings.ts';

/** As in `agrees.test.ts`. */
const GRAPHS = Number(process.env.GRAPHS ?? 50);
const SEED = Number(process.env.GRAPHS_SEED ?? Date.now() % 1_000_000);
/** Databases beside each other: an engine takes over whatever nobody runs. */
const LANES = GRAPHS < 1_000 ? 2 : 4;

vi.setConfig({ testTimeout: 7_200_000 });

/** Engines look for work when they open, and not again. */
const ROUND_MS = 3_600_000;

let tests: TestEngine[];
let effects: EffectServer;
const clock = new DrivenClock();
let mails: Awaited<ReturnType<typeof listenForMails>>;
beforeAll(async () => {
  clock.start();
  effects = await listenForEffects();
  mails = await listenForMails(effects);
  tests = await Promise.all(Array.from({ length: LANES }, () => openTestEngine({ roundMs: ROUND_MS })));
  await Promise.all(tests.map(({ store }) => publishCalled(store, effects.origin)));
});
afterAll(async () => {
  await Promise.all(tests.map((test) => test.close()));
  await Promise.all([effects.close(), mails.close()]);
  clock.stop();
});

/** With which of so many parts of its writes the process dies. */
const PARTS = 1_000;
const deaths = fc.record({ part: fc.nat(PARTS - 1), isCommitted: fc.boolean() });

/** How often an execution is written when nothing happens to its process. */
async function writesOf(test: TestEngine, { graph, model }: RandomGraph, payload: Payload): Promise<number> {
  const body = { ...payload, run: newId() };
  const { dying, writes } = dyingStore(test.store, { at: Number.POSITIVE_INFINITY, isCommitted: true });
  const engine = test.create({ store: dying });
  await engine.open();
  const { id } = engine.start(await acceptWork(test.store, engine.instanceId, graph, { body }));
  await new Surroundings(test.store, clock, id, model).attend(engine);
  await engine.close(PATIENCE_MS);
  effects.forget(body.run);
  return writes();
}

it('runs random graphs as the reference interpreter does, also when it is killed and resumed', async () => {
  let kills = 0;
  const lanes = tests.map((test, lane) =>
    agree({
      ...{ test, effects, mailPort: mails.port, graphs: Math.ceil(GRAPHS / LANES), seed: SEED + lane, extra: deaths },
      run: async (random, body, { part, isCommitted }) => {
        const at = 1 + Math.floor((part / PARTS) * (await writesOf(test, random, body)));
        const death = { at, isCommitted };
        const finished = new Map<string, number>();
        const note = (step: string, executionId: string) => {
          for (const [name, { by, times }] of effects.of(body.run))
            if (by === `${executionId} ${step}`) finished.set(name, times);
        };
        const { dying, died } = dyingStore(test.store, death, note);
        const doomed = test.create({ store: dying });
        await doomed.open();
        const work = await acceptWork(test.store, doomed.instanceId, random.graph, { body });
        doomed.start(work);
        let isDead = false;
        void died.then(() => {
          isDead = true;
        });
        const surroundings = new Surroundings(test.store, clock, work.id, random.model);
        await Promise.race([died, surroundings.attend(doomed, () => isDead)]);
        // What a dead process had on its way ends with it.
        void doomed.close(0);
        const wasKilled = (await surroundings.unfinished()) > 0;
        if (!wasKilled) return { id: work.id, wasKilled, finished };
        kills++;
        const next = test.create();
        await next.open();
        await surroundings.attend(next);
        await next.close(PATIENCE_MS);
        return { id: work.id, wasKilled, finished };
      },
    }),
  );
  await Promise.all(lanes);
  expect(kills).toBeGreaterThan(GRAPHS / 2);
});
