import { type Graph, graph as graphSchema } from '@millrace/shared/workflow';
import type { z } from 'zod';

type GraphInput = z.input<typeof graphSchema>;
export type NodeInput = Omit<GraphInput['nodes'][number], 'position' | 'name'> & { name?: string };

/** A graph in short: nodes without positions, edges as `a → b` or `a.error → b`. A webhook called `hook` is added. */
export function graphOf(
  nodes: readonly NodeInput[],
  edges: readonly string[],
  hook: Record<string, unknown> = {},
): Graph {
  const all: NodeInput[] = [{ id: 'hook', type: 'webhook', config: hook }, ...nodes];
  return graphSchema.parse({
    nodes: all.map((node) => ({ name: node.id, position: { x: 0, y: 0 }, ...node })),
    edges: edges.map((edge) => {
      const [from = '', target = ''] = edge.split(/\s*→\s*/);
      const [source = '', sourceHandle = 'out'] = from.split('.');
      return { id: edge, source, sourceHandle, target };
    }),
  });
}
