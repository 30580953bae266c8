import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphOf, openTestEngine, runGraph, type TestEngine } from './test-engine.ts';

let test: TestEngine;
beforeAll(async () => {
  test = await openTestEngine();
});
afterAll(() => test.close());

const order = { amount: 1_200, customer: { email: 'a@b.example' }, items: [{ price: 2, quantity: 3 }] };

describe('an execution', () => {
  it('runs webhook, filter, transform, script and respond', async () => {
    const graph = graphOf(
      [
        {
          id: 'big',
          type: 'filter',
          config: { all: [{ left: '{{ trigger.body.amount }}', is: 'greater-than', right: 1000 }] },
        },
        {
          id: 'map',
          type: 'transform',
          config: { keep: 'none', set: [{ path: 'email', value: '{{ input.customer.email }}' }] },
        },
        { id: 'sum', type: 'script', config: { code: 'return { ...input, total: trigger.body.items[0].price * 3 };' } },
        { id: 'answer', type: 'respond', config: { status: 201, body: { kind: 'json', json: '{{ input }}' } } },
      ],
      ['hook → big', 'big → map', 'map → sum', 'sum → answer'],
      { respond: 'by-node' },
    );
    const { running, end, record, step, json } = await runGraph(test, graph, { body: order });
    expect(await running.response).toMatchObject({ status: 201, body: '{"email":"a@b.example","total":6}' });
    expect(end).toEqual({ status: 'succeeded', output: { email: 'a@b.example', total: 6 }, error: null });
    expect(record.status).toBe('succeeded');
    expect(record.steps.map(({ nodeId, status }) => [nodeId, status])).toEqual([
      ['hook', 'succeeded'],
      ['big', 'succeeded'],
      ['map', 'succeeded'],
      ['sum', 'succeeded'],
      ['answer', 'succeeded'],
    ]);
    expect(json(step('map').output)).toEqual({ email: 'a@b.example' });
    expect(json(step('sum').input)).toEqual({ email: 'a@b.example' });
    expect(json(step('sum').output)).toEqual({ email: 'a@b.example', total: 6 });
  });
});
