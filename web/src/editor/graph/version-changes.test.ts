import { expect, it } from 'vitest';
import { edge, exampleGraph, node } from './example-graph.ts';
import { moveNodes } from './graph-edits.ts';
import { moveInput } from './input-order.ts';
import { versionChanges } from './version-changes.ts';

const names = (nodes: readonly { name: string }[]) => nodes.map(({ name }) => name);

it('takes everything as added before the first version', () => {
  expect(names(versionChanges(null, exampleGraph()).added)).toEqual(['Webhook', 'Filter', 'Total']);
});

it('tells added, changed, removed and rewired apart, and ignores positions', () => {
  const before = exampleGraph();
  const moved = moveNodes(before, new Map([['hook', { x: 80, y: 80 }]]));
  expect(versionChanges(before, moved)).toEqual({ added: [], changed: [], removed: [], rewired: 0 });
  const after = {
    nodes: [
      ...before.nodes.slice(0, 1),
      { ...node('sum', 'script', 'Total', 0, { code: 'return 1;' }) },
      node('new', 'respond', 'Respond', 0),
    ],
    edges: [{ id: 'e9', source: 'hook', sourceHandle: 'out', target: 'sum', targetHandle: 'in' }],
  };
  const changes = versionChanges(before, after);
  expect([names(changes.added), names(changes.changed), names(changes.removed), changes.rewired]).toEqual([
    ['Respond'],
    ['Total'],
    ['Filter'],
    1,
  ]);
});

it('does not mind the order of keys in a config', () => {
  const one = { nodes: [node('a', 'respond', 'A', 0, { status: 200, headers: [] })], edges: [] };
  const other = { nodes: [node('a', 'respond', 'A', 0, { headers: [], status: 200 })], edges: [] };
  expect(versionChanges(one, other).changed).toEqual([]);
});

it('takes a merge as changed whose inputs come in another order', () => {
  const before = {
    nodes: [...exampleGraph().nodes, node('join', 'merge', 'Join', 0, { mode: 'append' })],
    edges: [edge('a', 'hook', 'join'), edge('b', 'big', 'join')],
  };
  const more = { ...before, edges: [edge('c', 'sum', 'join'), ...before.edges] };
  expect(names(versionChanges(before, moveInput(before, 'join', 'big', -1)).changed)).toEqual(['Join']);
  expect(versionChanges(before, more)).toMatchObject({ changed: [], rewired: 1 });
});
