import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { acceptWork, openTestEngine, type TestEngine } from '../../test-engine.ts';
import { agree } from './agree.ts';
import { publishCalled } from './called-workflow.ts';
import { DrivenClock } from './driven-clock.ts';
import { listenForMails } from './effect-mails.ts';
import { type EffectServer, listenForEffects } from './effect-server.ts';
import { Surroundings } from './surroundings.ts';

/** Random graphs of each kind, and from which seed on; `pnpm graphs` runs many more. */
const GRAPHS = Number(process.env.GRAPHS ?? 80);
const SEED = Number(process.env.GRAPHS_SEED ?? Date.now() % 1_000_000);
/** Graphs that run beside each other. */
const LANES = 6;

vi.setConfig({ testTimeout: 7_200_000 });

let test: TestEngine;
let effects: EffectServer;
const clock = new DrivenClock();
let mails: Awaited<ReturnType<typeof listenForMails>>;
beforeAll(async () => {
  clock.start();
  [test, effects] = await Promise.all([openTestEngine(), listenForEffects()]);
  mails = await listenForMails(effects);
  await publishCalled(test.store, effects.origin);
});
afterAll(async () => {
  await test.close();
  await Promise.all([effects.close(), mails.close()]);
  clock.stop();
});

it('runs random graphs as the reference interpreter does', async () => {
  const lanes = Array.from({ length: LANES }, (_, lane) =>
    agree({
      ...{
        test,
        effects,
        mailPort: mails.port,
        graphs: Math.ceil(GRAPHS / LANES),
        seed: SEED + lane,
        extra: fc.constant(null),
      },
      run: async ({ graph, model }, body) => {
        const work = await acceptWork(test.store, test.engine.instanceId, graph, { body });
        test.engine.start(work);
        await new Surroundings(test.store, clock, work.id, model).attend(test.engine);
        return { id: work.id, wasKilled: false, finished: new Map() };
      },
    }),
  );
  await Promise.all(lanes);
  expect(test.engine.hasRoom()).toBe(true);
});
