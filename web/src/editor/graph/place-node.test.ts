import { expect, it } from 'vitest';
import { edge, exampleGraph, node } from './example-graph.ts';
import { COLUMN_WIDTH } from './grid.ts';
import { placeNode } from './place-node.ts';
import { tidyLayout } from './tidy-layout.ts';

const middle = { x: 500, y: 500 };

it('puts the next node behind the selected one, and under what already stands there', () => {
  const { graph, nodeId } = placeNode(exampleGraph(), 'script', { kind: 'next', selected: 'hook', position: middle });
  const placed = graph.nodes.find(({ id }) => id === nodeId);
  expect(graph.edges.at(-1)).toMatchObject({ source: 'hook', target: nodeId });
  expect(placed?.position.x).toBe(COLUMN_WIDTH);
  expect(placed?.position.y).toBeGreaterThan(0);
});

it('takes the only loose end when nothing is selected', () => {
  const { graph, nodeId } = placeNode(exampleGraph(), 'respond', { kind: 'next', selected: null, position: middle });
  expect(graph.edges.at(-1)).toMatchObject({ source: 'sum', target: nodeId });
});

it('puts what nothing can follow beside what follows, rather than between', () => {
  const { graph, nodeId } = placeNode(exampleGraph(), 'stop', { kind: 'edge', edgeId: 'e1' });
  const { position } = graph.nodes.find(({ id }) => id === nodeId) ?? {};
  expect(graph.edges.map(({ source, target }) => `${source}>${target}`)).toEqual([
    'hook>big',
    'big>sum',
    `hook>${nodeId}`,
  ]);
  expect(position).toMatchObject({ x: COLUMN_WIDTH });
  expect(position?.y).toBeGreaterThan(0);
});

it('connects nothing to a webhook', () => {
  const { graph } = placeNode({ nodes: [], edges: [] }, 'webhook', { kind: 'next', selected: null, position: middle });
  expect(graph).toMatchObject({ nodes: [{ type: 'webhook', name: 'Webhook' }], edges: [] });
});

it('tidies into columns without one card on another', () => {
  const { graph } = placeNode(exampleGraph(), 'script', { kind: 'next', selected: 'hook', position: middle });
  const places = tidyLayout(graph);
  expect([...places.values()].map(({ x }) => x / COLUMN_WIDTH).sort()).toEqual([0, 1, 1, 2]);
  expect(new Set([...places.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(4);
});

it('tidies what hangs on one card into the order of its ports, below what is high', () => {
  const when = { all: [{ left: '{{ input }}', is: 'exists' }] };
  const branches = ['a', 'b', 'c', 'd'].map((id) => ({ id, name: id, when }));
  const nodes = [
    node('sort', 'switch', 'Sort', 0, { branches }),
    ...['d', 'b', 'a', 'c'].map((id) => node(`to-${id}`, 'script', id, 288)),
    node('below', 'script', 'Below', 0),
  ];
  const edges = branches.map(({ id }) => ({ ...edge(id, 'sort', `to-${id}`), sourceHandle: id }));
  const places = tidyLayout({ nodes, edges });
  const yOf = (id: string) => places.get(id)?.y ?? Number.NaN;
  expect(['to-a', 'to-b', 'to-c', 'to-d'].sort((one, other) => yOf(one) - yOf(other))).toEqual([
    'to-a',
    'to-b',
    'to-c',
    'to-d',
  ]);
  expect(yOf('below') - yOf('sort')).toBeGreaterThan(170);
});
