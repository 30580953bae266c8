import { expect, it } from 'vitest';
import { edge, exampleGraph, node } from './example-graph.ts';
import { inputsOf, moveInput } from './input-order.ts';

const example = exampleGraph();
const graph = {
  nodes: [...example.nodes, node('join', 'merge', 'Join', 864)],
  edges: [
    edge('a', 'hook', 'join'),
    ...example.edges,
    edge('b', 'big', 'join'),
    edge('c', 'sum', 'join'),
    { ...edge('d', 'hook', 'join'), sourceHandle: 'error' },
  ],
};
const names = (of: typeof graph) => inputsOf(of, 'join').map(({ id }) => id);

it('tells the inputs of a join in the order of its edges, each once', () => {
  expect(names(graph)).toEqual(['hook', 'big', 'sum']);
});

it('moves one among them, and no other edge', () => {
  const moved = moveInput(graph, 'join', 'hook', 1);
  expect(names(moved)).toEqual(['big', 'hook', 'sum']);
  expect(moved.edges.map(({ id }) => id)).toEqual(['b', 'e1', 'e2', 'a', 'd', 'c']);
  expect(names(moveInput(moved, 'join', 'sum', -1))).toEqual(['big', 'sum', 'hook']);
});

it('moves nothing beyond the ends', () => {
  expect(moveInput(graph, 'join', 'hook', -1)).toBe(graph);
  expect(moveInput(graph, 'join', 'sum', 1)).toBe(graph);
  expect(moveInput(graph, 'join', 'gone', 1)).toBe(graph);
});
