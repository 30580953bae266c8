import { checkGraph } from '@millrace/shared/check-graph';
import fc from 'fast-check';
import { newId } from '../../new-id.ts';
import { recordOf, type TestEngine } from '../../test-engine.ts';
import { differences } from './differences.ts';
import type { EffectServer } from './effect-server.ts';
import { interpret } from './interpret.ts';
import type { Payload } from './meanings.ts';
import { payloads, type RandomGraph, randomGraphs } from './random-graph.ts';
import { COLLECTION } from './random-node.ts';
import { everyWorld, TooManyWorlds } from './worlds.ts';

/** More ways in which one execution may go are not listed. */
const MOST_WORLDS = 300;

/** What became of one execution, which has ended. */
interface Ran {
  readonly id: string;
  readonly wasKilled: boolean;
  /** How often each effect had been sent when its end was written, before the process died. */
  readonly finished: ReadonlyMap<string, number>;
}

interface Agreement<Extra> {
  readonly test: TestEngine;
  readonly effects: EffectServer;
  readonly mailPort: number;
  readonly graphs: number;
  readonly seed: number;
  readonly extra: fc.Arbitrary<Extra>;
  readonly run: (random: RandomGraph, payload: Payload, extra: Extra) => Promise<Ran>;
}

/** Fails with the seed, the smallest graph found, and where the engine is not like the model. */
export async function agree<Extra>({
  test,
  effects,
  mailPort,
  graphs,
  seed,
  extra,
  run,
}: Agreement<Extra>): Promise<void> {
  const property = fc.asyncProperty(
    randomGraphs(() => ({ origin: effects.origin, mailPort })),
    payloads,
    extra,
    async (random, sent, given) => {
      const problems = checkGraph(random.graph);
      if (problems.length > 0) throw new Error(`The graph is not valid: ${JSON.stringify(problems)}`);
      const payload = { ...sent, run: newId() };
      const worlds = worldsOf(random, payload);
      const { id, wasKilled, finished } = await run(random, payload, given);
      const record = await recordOf(test.store, id);
      const seen = effects.of(payload.run);
      const kept = await keptBy(test, payload.run);
      const outside = random.model.nodes.map(({ id: node }) => node);
      const closest = worlds
        .map((world) => differences(world, { record, seen, kept, body: payload, wasKilled, outside }))
        .reduce((best, next) => (next.length < best.length ? next : best));
      const repeated = [...finished].filter(([name, times]) => seen.get(name)?.times !== times);
      effects.forget(payload.run);
      const found = [...closest, ...repeated.map(([name]) => `${name} was sent again although its end was written`)];
      if (found.length === 0) return;
      throw new Error(`${found.join('\n')}\n${JSON.stringify({ payload: sent, extra: given, graph: random.graph })}`);
    },
  );
  await fc.assert(property, { numRuns: graphs, seed, endOnFailure: false });
}

function worldsOf({ model }: RandomGraph, payload: Payload) {
  try {
    return everyWorld((choose) => interpret(model, payload, choose), MOST_WORLDS);
  } catch (error) {
    if (error instanceof TooManyWorlds) fc.pre(false);
    throw error;
  }
}

/** The records that an execution left. */
async function keptBy({ store }: TestEngine, run: string) {
  const { records } = await store.queryRecords(COLLECTION, { prefix: `${run}/`, where: null, after: '', limit: 100 });
  return records;
}
