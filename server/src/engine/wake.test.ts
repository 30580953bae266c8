import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../store/store.ts';
import { acceptWork, openTestEngine, recordOf, type TestEngine } from '../test-engine.ts';
import { graphOf } from '../test-graph.ts';

let test: TestEngine;
beforeEach(async () => {
  // The one under test alone takes up what is queued.
  test = await openTestEngine({ roundMs: 3_600_000 });
});
afterEach(() => test.close());

describe('the queue', () => {
  it('is looked at again, whenever the engine is woken while it looks', async () => {
    const graph = graphOf([{ id: 'a', type: 'script', config: { code: 'return 1;' } }], ['hook → a']);
    for (let turns = 0; turns < 8; turns++) {
      let looks = 0;
      const wakeAfter = async () => {
        for (let turn = 0; turn < turns; turn++) await undefined;
        engine.wake();
      };
      const store: Store = {
        ...test.store,
        claimExecutions: async (...given) => {
          if (looks++ > 0) return test.store.claimExecutions(...given);
          void wakeAfter();
          return [];
        },
      };
      const engine = test.create({ store, roundMs: 3_600_000 });
      const { id } = await acceptWork(test.store, null, graph);
      await engine.open();
      expect((await recordOf(test.store, id)).status).toBe('succeeded');
      await engine.close(1_000);
    }
  });
});
