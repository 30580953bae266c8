import { type MergeConfig, merge } from '@millrace/shared/nodes/merge';
import { expect, it } from 'vitest';
import { mergeNode } from './merge.ts';
import { testContext } from './test-context.ts';

const run = (config: MergeConfig, inputs: Readonly<Record<string, unknown>>) => {
  const list = Object.entries(inputs).map(([name, value]) => ({ name, value }));
  return mergeNode.execute(testContext({ inputs: list }).context, merge.config.parse(config), inputs);
};
const combine = { mode: 'combine', key: 'id', join: 'inner' } as const;

it.each(['all', 'first'] as const)('passes on what came in: %s', (mode) => {
  expect(run({ mode }, { A: 1, B: 2 })).toEqual({ kind: 'pass', port: 'out' });
});

it('puts lists one behind the other, without what was skipped', () => {
  expect(run({ mode: 'append' }, { A: [1, [2]], B: undefined, C: [{ a: 1 }] })).toMatchObject({
    value: [1, [2], { a: 1 }],
  });
});

it('combines by a key, and takes a skipped list as an empty one', () => {
  expect(run(combine, { A: [{ id: 1, a: 1 }], B: [{ id: '1', b: 2 }] })).toMatchObject({
    value: [{ id: '1', a: 1, b: 2 }],
  });
  expect(run(combine, { A: [{ id: 1 }], B: undefined })).toMatchObject({ value: [] });
  expect(run({ ...combine, join: 'left' }, { A: undefined, B: [{ id: 1 }] })).toMatchObject({ value: [] });
});

it.each([
  [{ mode: 'append' }, { A: [1], Orders: { items: [] } }, /"Orders" gave an object instead of a list\. .*items/],
  [{ mode: 'append' }, { A: [1], Orders: null }, /"Orders" gave nothing instead/],
  [combine, { Orders: 'x' }, /"Orders" gave a text instead/],
  [combine, { A: [], Orders: [{}, [1]] }, /Item 2 of "Orders" is a list/],
  [combine, { A: [null] }, /Item 1 of "A" is nothing/],
] satisfies [MergeConfig, Record<string, unknown>, RegExp][])(
  'says what does not fit: %j',
  (config, inputs, message) => {
    expect(() => run(config, inputs)).toThrow(message);
  },
);
