import type { Graph, GraphNode } from '@millrace/shared/workflow';
import { describe, expect, it } from 'vitest';
import { copyNodes, pasteNodes } from './clipboard-graph.ts';
import { frameAt, nodesIn, placeOnCanvas, sizeOf } from './frames.ts';
import { deleteElements } from './graph-edits.ts';
import { dropNodes, moveIntoFrame } from './move-into-frame.ts';
import { placeNode } from './place-node.ts';
import { validConnection } from './valid-connection.ts';

const node = (id: string, type: string, x: number, y: number, parentId?: string): GraphNode => ({
  ...{ id, type, name: id, position: { x, y }, config: {} },
  ...(parentId !== undefined && { parentId }),
});
const wire = (source: string, target: string) => ({
  ...{ id: `${source}-${target}`, source, sourceHandle: 'out', target, targetHandle: 'in' },
});
/** hook → each → after; a → b stand in each, and other stands alone. */
const graph = (): Graph => ({
  nodes: [
    node('a', 'script', 40, 80, 'each'),
    node('hook', 'webhook', 0, 0),
    node('each', 'for-each', 300, 0),
    node('b', 'script', 340, 80, 'each'),
    node('after', 'script', 1_100, 0),
    node('other', 'script', 0, 600),
  ],
  edges: [wire('hook', 'each'), wire('each', 'after'), wire('a', 'b')],
});
const find = ({ nodes }: Graph, id: string): GraphNode => {
  const found = nodes.find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is no node ${id}.`);
  return found;
};
let count = 0;
const newId = () => `new-${++count}`;

describe('a frame', () => {
  it('is as large as what stands in it asks for, and knows what lies over it', () => {
    const each = find(graph(), 'each');
    const { width, height } = sizeOf(graph(), each);
    expect(width).toBeGreaterThan(340 + 200);
    expect(frameAt(graph(), { x: 310, y: 10 })?.id).toBe('each');
    expect(frameAt(graph(), { x: 300 + width + 5, y: height / 2 })).toBeUndefined();
    expect(placeOnCanvas(graph(), find(graph(), 'a'))).toEqual({ x: 340, y: 80 });
    const empty = { ...graph(), nodes: [each] };
    expect(sizeOf(empty, each).width).toBeGreaterThan(200);
  });

  it('takes a node in from the menu, and lets it out, without edges through its border', () => {
    const inside = moveIntoFrame(graph(), 'after', 'each', newId);
    expect(find(inside, 'after').parentId).toBe('each');
    expect(inside.edges.map(({ id }) => id)).toEqual(['hook-each', 'a-b']);
    const outside = moveIntoFrame(graph(), 'a', undefined, newId);
    expect(find(outside, 'a')).not.toHaveProperty('parentId');
    expect(outside.edges.map(({ id }) => id)).toEqual(['hook-each', 'each-after']);
  });

  it('takes in what is dropped on it, and nothing that may not stand in it', () => {
    const at = new Map([['other', { x: 420, y: 120 }]]);
    expect(find(dropNodes(graph(), at, newId), 'other').parentId).toBe('each');
    const moved = dropNodes(graph(), new Map([['hook', { x: 420, y: 120 }]]), newId);
    expect(find(moved, 'hook').parentId).toBeUndefined();
    expect(moveIntoFrame(graph(), 'hook', 'each', newId)).toEqual(graph());
  });

  it('keeps what is moved inside, and lets go what is dragged away from it', () => {
    const near = dropNodes(graph(), new Map([['a', { x: 60, y: 120 }]]), newId);
    expect(find(near, 'a')).toMatchObject({ parentId: 'each', position: { x: 60, y: 120 } });
    const far = dropNodes(graph(), new Map([['a', { x: 60, y: 900 }]]), newId);
    expect(find(far, 'a').parentId).toBeUndefined();
    expect(find(far, 'a').position).toEqual({ x: 360, y: 900 });
  });

  it('gets a new node where one of its own is selected, and none that stays outside', () => {
    const next = { kind: 'next', selected: 'b', position: { x: 0, y: 0 } } as const;
    const { graph: grown, nodeId } = placeNode(graph(), 'transform', next, newId);
    expect(find(grown, nodeId).parentId).toBe('each');
    expect(grown.edges.some(({ source, target }) => source === 'b' && target === nodeId)).toBe(true);
    const stop = placeNode(graph(), 'stop', next, newId);
    expect(find(stop.graph, stop.nodeId).parentId).toBeUndefined();
  });

  it('goes with all that stands in it, and is copied with it', () => {
    const rest = deleteElements(graph(), ['each'], [], newId);
    expect(rest.nodes.map(({ id }) => id)).toEqual(['hook', 'after', 'other']);
    expect(rest.edges.map(({ source, target }) => [source, target])).toEqual([['hook', 'after']]);
    const pasted = pasteNodes(graph(), copyNodes(graph(), ['each']) ?? '', null, newId)?.graph ?? graph();
    const copy = pasted.nodes.find(({ type, id }) => type === 'for-each' && id !== 'each');
    expect(nodesIn(pasted, copy?.id)).toHaveLength(2);
    expect(new Set(pasted.nodes.map(({ name }) => name)).size).toBe(pasted.nodes.length);
  });

  it('refuses a connection through its border', () => {
    const connect = (source: string, target: string) =>
      validConnection(graph(), { source, sourceHandle: 'out', target, targetHandle: 'in' }).ok;
    expect(connect('hook', 'a')).toBe(false);
    expect(connect('b', 'after')).toBe(false);
    expect(connect('other', 'after')).toBe(true);
  });
});
