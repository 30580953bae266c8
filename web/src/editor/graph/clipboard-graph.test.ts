import { expect, it } from 'vitest';
import { copyNodes, duplicateNodes, pasteNodes } from './clipboard-graph.ts';
import { exampleGraph } from './example-graph.ts';

it('duplicates with new ids, free names, inner edges, and expressions that follow the new names', () => {
  const pasted = duplicateNodes(exampleGraph(), ['big', 'sum']);
  expect(pasted).not.toBeNull();
  const copies = pasted?.graph.nodes.filter(({ id }) => pasted.nodeIds.includes(id)) ?? [];
  expect(copies.map(({ name }) => name)).toEqual(['Filter 2', 'Total 2']);
  expect(copies[1]?.config.code).toBe('return steps["Filter 2"].output;');
  expect(new Set(pasted?.graph.nodes.map(({ id }) => id)).size).toBe(5);
  expect(pasted?.graph.edges.at(-1)).toMatchObject({ source: copies[0]?.id, target: copies[1]?.id });
});

it('pastes into another workflow, around a point', () => {
  const text = copyNodes(exampleGraph(), ['hook', 'big']) ?? '';
  const pasted = pasteNodes({ nodes: [], edges: [] }, text, { x: 1_000, y: 500 });
  expect(pasted?.graph.nodes.map(({ name, position }) => [name, position.x])).toEqual([
    ['Webhook', 856],
    ['Filter', 1_144],
  ]);
});

it('leaves a second webhook out', () => {
  const text = copyNodes(exampleGraph(), ['hook', 'big']) ?? '';
  expect(pasteNodes(exampleGraph(), text, null)?.graph.nodes.filter(({ type }) => type === 'webhook')).toHaveLength(1);
});

it.each(['', 'hello', '{"millrace":"nodes"}', '{"millrace":"nodes","nodes":[{"id":1}],"edges":[]}'])(
  'takes %j for no nodes',
  (text) => {
    expect(pasteNodes(exampleGraph(), text, null)).toBeNull();
  },
);
