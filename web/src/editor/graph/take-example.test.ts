import { nodeDefinitionOf } from '@millrace/shared/nodes/index';
import type { Graph } from '@millrace/shared/workflow';
import { describe, expect, it } from 'vitest';
import { newNode } from './new-node.ts';
import { takeExample } from './take-example.ts';

const graphWith = (type: string, config: Record<string, unknown> = {}): Graph => {
  const none: Graph = { nodes: [], edges: [] };
  const node = newNode(none, type, { x: 0, y: 0 }, () => 'node');
  return { nodes: [{ ...node, config: { ...node.config, ...config } }], edges: [] };
};
const taken = (graph: Graph): Graph => {
  const example = nodeDefinitionOf(graph.nodes[0]?.type ?? '')?.example;
  if (example === undefined) throw new Error('Every node type has an example.');
  return takeExample(graph, 'node', example, () => 'inner');
};

describe('taking over an example', () => {
  it('replaces the settings of a node, and leaves the graph before as it was', () => {
    const before = graphWith('filter');
    const kept = structuredClone(before);
    expect(taken(before).nodes[0]?.config).toEqual(nodeDefinitionOf('filter')?.example.config);
    expect(before).toEqual(kept);
  });

  it.each([
    ['webhook', 'verification', { preset: 'bearer', secrets: ['SHOP'] }],
    ['email', 'server', { host: 'mail.own.example' }],
    ['call-workflow', 'workflowId', '0198f1c2-0000-7000-8000-000000000000'],
  ])('leaves to a %s node its %s', (type, field, own) => {
    const { config } = taken(graphWith(type, { [field]: own })).nodes[0] ?? {};
    expect(config).toEqual({ ...Object(nodeDefinitionOf(type)?.example.config), [field]: own });
  });

  it('puts the node of the example into an empty frame, once', () => {
    const filled = taken(graphWith('for-each'));
    expect(filled.nodes).toMatchObject([{ id: 'node' }, { id: 'inner', parentId: 'node', name: 'Line value' }]);
    expect(taken(filled).nodes).toHaveLength(2);
  });
});
