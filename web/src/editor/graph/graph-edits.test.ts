import { expect, it } from 'vitest';
import { edge, exampleGraph, node } from './example-graph.ts';
import { addAfter, addNode, connect, deleteElements, insertOnEdge, moveNodes, updateSettings } from './graph-edits.ts';
import { COLUMN_WIDTH } from './grid.ts';

const wires = ({ edges }: ReturnType<typeof exampleGraph>) => edges.map(({ source, target }) => `${source}>${target}`);

it('adds a node behind another and connects the two', () => {
  const graph = addAfter(exampleGraph(), { nodeId: 'sum', port: 'out' }, node('new', 'respond', 'Respond', 864));
  expect(wires(graph)).toContain('sum>new');
});

it('draws no edge that is not valid', () => {
  const graph = exampleGraph();
  expect(connect(graph, edge('', 'sum', 'big'))).toBe(graph);
});

it('splits an edge and makes room for the new card', () => {
  const graph = insertOnEdge(exampleGraph(), 'e2', node('new', 'transform', 'Transform', 0));
  expect(wires(graph)).toEqual(['hook>big', 'big>new', 'new>sum']);
  const x = Object.fromEntries(graph.nodes.map(({ id, position }) => [id, position.x]));
  expect(x.new).toBe(288 + COLUMN_WIDTH);
  expect(x.sum).toBe(576 + COLUMN_WIDTH);
  expect(x.hook).toBe(0);
});

it('joins the neighbours of a node that is taken out of a line', () => {
  expect(wires(deleteElements(exampleGraph(), ['big']))).toEqual(['hook>sum']);
  expect(wires(deleteElements(exampleGraph(), ['hook', 'big']))).toEqual([]);
});

it('does not join what hangs on a fork', () => {
  const graph = addAfter(exampleGraph(), { nodeId: 'big', port: 'out' }, node('other', 'script', 'Other', 576));
  expect(wires(deleteElements(graph, ['big']))).toEqual([]);
});

it('deletes edges alone', () => {
  expect(wires(deleteElements(exampleGraph(), [], ['e1']))).toEqual(['big>sum']);
});

it('keeps the same graph when nothing moved', () => {
  const graph = exampleGraph();
  expect(moveNodes(graph, new Map([['hook', { x: 0, y: 0 }]]))).toBe(graph);
  expect(moveNodes(graph, new Map([['hook', { x: 8.4, y: 0 }]])).nodes[0]?.position).toEqual({ x: 8, y: 0 });
});

it('takes the edge of the error port away with the port', () => {
  const branching = updateSettings(exampleGraph(), 'sum', { onError: 'branch' });
  const grown = addAfter(branching, { nodeId: 'sum', port: 'error' }, node('alarm', 'script', 'Alarm', 864));
  expect(wires(grown)).toContain('sum>alarm');
  expect(wires(updateSettings(grown, 'sum', { onError: 'fail' }))).not.toContain('sum>alarm');
});

it('keeps edges that leave by a branch that was removed before', () => {
  const { nodes, edges } = exampleGraph();
  const sort = node('sort', 'switch', 'Sort', 864, { branches: [] });
  const lost = { ...edge('e9', 'sort', 'big'), sourceHandle: 'gone' };
  const graph = updateSettings({ nodes: [...nodes, sort], edges: [...edges, lost] }, 'sort', { note: 'x' });
  expect(wires(graph)).toContain('sort>big');
});

it('adds without touching the rest', () => {
  const before = exampleGraph();
  expect(addNode(before, node('new', 'script', 'New', 0)).nodes).toHaveLength(4);
  expect(before.nodes).toHaveLength(3);
});
