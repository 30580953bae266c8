import { expect, it } from 'vitest';
import { exampleGraph, node } from './example-graph.ts';
import { renameNode, rewriteStepNames } from './rename-node.ts';

it('rewrites what other nodes say of it, in templates and in scripts', () => {
  const before = exampleGraph();
  before.nodes.push(
    node('map', 'transform', 'Map', 864, { set: [{ path: 'a', value: '{{ steps["Filter"].output.id }}' }] }),
  );
  const after = renameNode(before, 'big', 'Large orders');
  expect(after.nodes[1]?.name).toBe('Large orders');
  expect(after.nodes[2]?.config.code).toBe('return steps["Large orders"].output;');
  expect(after.nodes[3]?.config.set).toEqual([{ path: 'a', value: '{{ steps["Large orders"].output.id }}' }]);
  expect(after.nodes[0]).toBe(before.nodes[0]);
});

it('lets two names change places', () => {
  const given = node('n', 'script', 'N', 0, { code: 'return [steps.A.output, steps.B.output];' });
  const names = new Map([
    ['A', 'B'],
    ['B', 'A'],
  ]);
  expect(rewriteStepNames(given, names).config.code).toMatch(/B\W+output, steps\W+A\W+output/);
});
