import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestEngine, PATIENCE_MS, runGraph, type TestEngine } from '../test-engine.ts';
import { graphOf } from '../test-graph.ts';

let test: TestEngine;
beforeAll(async () => {
  test = await openTestEngine();
});
afterAll(() => test.close());

const body = { pad: 'x'.repeat(2_000_000) };
const copy = (id: string, settings = {}) => ({
  id,
  type: 'transform',
  config: { set: [{ path: 'by', value: id }] },
  settings,
});

describe('the size of an execution', { timeout: PATIENCE_MS }, () => {
  it('ends an execution that holds too much, though each value is small enough', async () => {
    const ids = Array.from({ length: 30 }, (_, at) => `n${at}`);
    const edges = ids.map((id) => `hook → ${id}`);
    const { end, record } = await runGraph(
      test,
      graphOf(
        ids.map((id) => copy(id)),
        edges,
      ),
      { body },
    );
    expect(end?.error).toMatchObject({ code: 'execution-too-large' });
    expect(record.steps.filter(({ status }) => status === 'succeeded').length).toBeLessThan(27);
  });

  it('counts what is put together for a node with several inputs', async () => {
    const sources = ['a', 'b', 'c', 'd'];
    const joins = ['j0', 'j1', 'j2', 'j3', 'j4', 'j5'];
    const nodes = [
      ...sources.map((id) => copy(id)),
      ...joins.map((id) => ({ id, type: 'transform', config: { keep: 'none' } })),
    ];
    const edges = [
      ...sources.map((id) => `hook → ${id}`),
      ...joins.flatMap((id) => sources.map((from) => `${from} → ${id}`)),
    ];
    const { end } = await runGraph(test, graphOf(nodes, edges), { body });
    expect(end?.error).toMatchObject({ code: 'execution-too-large' });
  });

  it('runs what handles the failure', async () => {
    const ids = Array.from({ length: 30 }, (_, at) => `n${at}`);
    const nodes = [
      ...ids.map((id) => copy(id, { onError: 'branch' })),
      { id: 'after', type: 'script', config: { code: 'return 1;' } },
    ];
    const edges = [...ids.map((id) => `hook → ${id}`), 'n29.error → after'];
    const { step } = await runGraph(test, graphOf(nodes, edges), { body });
    expect(step('after').status).toBe('succeeded');
  });
});
