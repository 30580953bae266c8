import type { ApiClient } from '@millrace/server/scripts/api-client.ts';
import { endpoints } from '@millrace/shared/api';
import type { Graph, Workflow } from '@millrace/shared/workflow';

/** A node with a position on a line, since only people look at positions. */
export const graphOf = (
  nodes: readonly {
    id: string;
    type: string;
    name?: string;
    config?: Record<string, unknown>;
    settings?: Record<string, unknown>;
  }[],
): Graph => ({
  nodes: nodes.map(({ id, type, name = id, config = {}, settings = {} }, index) => ({
    id,
    type,
    name,
    config,
    settings,
    position: { x: index * 260, y: 0 },
  })),
  edges: nodes.slice(1).map(({ id }, index) => ({
    id: `e${index}`,
    source: nodes[index]?.id ?? '',
    sourceHandle: 'out',
    target: id,
    targetHandle: 'in',
  })),
});

/** Creates a workflow from a graph and publishes it. */
export const publishedWorkflow = async (api: ApiClient, name: string, graph: Graph): Promise<Workflow> => {
  const { id } = await api(endpoints.createWorkflow, { body: { name, graph } });
  return await api(endpoints.publishWorkflow, { params: { id }, body: {} });
};
