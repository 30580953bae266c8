import { expect, it } from 'vitest';
import { stopNode } from './stop.ts';
import { testContext } from './test-context.ts';

const { context } = testContext();

it('ends the execution with its output', () => {
  expect(stopNode.execute(context, { end: { as: 'succeeded', output: [1] } }, {})).toEqual({
    kind: 'finish',
    value: [1],
  });
  expect(stopNode.execute(context, { end: { as: 'succeeded', output: undefined } }, {})).toEqual({
    kind: 'finish',
    value: null,
  });
});

it.each([
  [' No stock. ', 'No stock.'],
  ['', '"Node" ended the execution as failed.'],
  ['x'.repeat(5_000), 'x'.repeat(1_000)],
])('ends it as failed, with the message and its name', (message, said) => {
  expect(stopNode.execute(context, { end: { as: 'failed', message } }, {})).toEqual({
    kind: 'fail',
    failure: { code: 'stopped', message: said, nodeId: 'node', nodeName: 'Node' },
  });
});
