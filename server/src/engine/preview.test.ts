import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../sandbox/sandbox.ts';
import { acceptWork, openTestEngine, recordOf, type TestEngine } from '../test-engine.ts';
import { graphOf } from '../test-graph.ts';
import { type PreviewRequest, preview } from './preview.ts';

const graph = graphOf(
  [
    { id: 'some', type: 'filter', config: { all: [{ left: 1, is: 'equals', right: 1 }] } },
    { id: 'map', type: 'script', name: 'Map it', config: { code: 'return { mapped: input.amount };' } },
    { id: 'join', type: 'script', config: { code: '' } },
    { id: 'alone', type: 'script', config: { code: '' } },
  ],
  ['hook → some', 'some → map', 'map → join', 'hook → join'],
);

let test: TestEngine;
let base: PreviewRequest;
const sandbox = createSandbox({ workers: 2 });
beforeAll(async () => {
  test = await openTestEngine();
  const work = await acceptWork(test.store, test.engine.instanceId, graph, { body: { amount: 5 } });
  test.engine.start(work);
  const execution = await recordOf(test.store, work.id);
  const { delivery } = work;
  const at = { ...execution, createdAt: work.createdAt };
  base = {
    templates: [],
    language: 'template',
    graph,
    nodeId: 'join',
    round: 0,
    workflow: { id: 'w', name: 'W' },
    delivery,
    resumeUrlOf: () => 'https://millrace.example/resume',
    execution: at,
  };
});
afterAll(async () => {
  await sandbox.close();
  await test.close();
});

const results = (changes: Partial<PreviewRequest>) => preview(sandbox, { ...base, ...changes });

describe('preview', () => {
  it('evaluates paths and expressions on recorded steps', async () => {
    const templates = [
      '{{ input }}',
      '{{ input["Map it"].mapped + 1 }}',
      'Amount {{ trigger.body.amount }}!',
      '{{ steps["Map it"].output }}',
      'plain',
      '{{ execution.origin }}',
    ];
    expect(await results({ templates })).toEqual(
      [{ 'Map it': { mapped: 5 }, hook: { amount: 5 } }, 6, 'Amount 5!', { mapped: 5 }, 'plain', 'test'].map(
        (value) => ({
          kind: 'value',
          value,
        }),
      ),
    );
  });

  it('marks what is missing, what fails and what does not parse', async () => {
    const templates = [
      '{{ input.nothing }}',
      'a {{ input.no.where }} b',
      '{{ input.a.b.c + 1 }}',
      '{{ 1 + }}',
      '{{ x',
      '{{ void 0 }}',
    ];
    expect(await results({ templates })).toEqual([
      { kind: 'missing', path: 'input.nothing' },
      { kind: 'missing', path: 'input.no.where' },
      { kind: 'error', message: expect.stringContaining('TypeError') },
      { kind: 'error', message: expect.stringContaining('line 1') },
      { kind: 'error', message: expect.stringContaining('}}') },
      { kind: 'missing', path: 'void 0' },
    ]);
  });

  it('never shows a secret', async () => {
    expect(await results({ templates: ['Bearer {{ secrets.TOKEN }}', '{{ secrets.TOKEN + "" }}'] })).toEqual([
      { kind: 'value', value: 'Bearer ••••' },
      { kind: 'error', message: expect.stringContaining('secrets') },
    ]);
  });

  it('knows of a delivery alone what came through the trigger, and through filters', async () => {
    expect(await results({ execution: null, nodeId: 'map', templates: ['{{ input.amount }}'] })).toEqual([
      { kind: 'value', value: 5 },
    ]);
    expect(
      await results({
        execution: null,
        nodeId: 'join',
        templates: ['{{ input.hook.amount }}', '{{ steps["Map it"].output }}'],
      }),
    ).toEqual([
      { kind: 'value', value: 5 },
      { kind: 'missing', path: 'steps["Map it"].output' },
    ]);
  });

  it('takes bare expressions, and nodes that are not connected yet', async () => {
    const templates = ['trigger.body.amount * 2', 'input'];
    expect(await results({ language: 'expression', nodeId: 'alone', templates })).toEqual([
      { kind: 'value', value: 10 },
      { kind: 'value', value: null },
    ]);
  });

  it('says so when an expression does not end', async () => {
    expect(await results({ templates: ['{{ (() => { for (;;); })() }}', 'x'] })).toEqual([
      { kind: 'error', message: expect.stringContaining('1000 ms') },
      { kind: 'value', value: 'x' },
    ]);
  });

  it('knows the item of every round, and before any ran the one that the list has there', async () => {
    const looped = graphOf(
      [
        { id: 'each', type: 'for-each', config: { items: '{{ input.lines.filter((line) => line > 1) }}' } },
        { id: 'line', type: 'script', parentId: 'each', config: { code: 'return item * 10;' } },
      ],
      ['hook → each'],
    );
    const work = await acceptWork(test.store, test.engine.instanceId, looped, { body: { lines: [1, 2, 3] } });
    test.engine.start(work);
    const ran = { ...(await recordOf(test.store, work.id)), createdAt: work.createdAt };
    const templates = ['{{ item }}', '{{ [index, item, input] }}'];
    const at = { graph: looped, delivery: work.delivery, nodeId: 'line', templates };
    for (const execution of [ran, null]) {
      expect(await results({ ...at, execution, round: 1 })).toEqual(
        [3, [1, 3, 3]].map((value) => ({ kind: 'value', value })),
      );
    }
    expect((await results({ ...at, execution: null, round: 2 }))[0]).toEqual({ kind: 'missing', path: 'item' });
  });
});
