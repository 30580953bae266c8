import { endpoints } from '@millrace/shared/api';
import { inTopologicalOrder } from '@millrace/shared/topological-order';
import type { Graph } from '@millrace/shared/workflow';
import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '../app/query.ts';

interface Start {
  readonly value: string;
  readonly label: string;
}

export const AT_START = 'start';
export const AT_FAILED_NODE = 'failed-node';
const NODE = 'node:';

/** What a choice is called where executions are replayed in bulk. */
export const startOf = (value: string): 'start' | 'failed-node' | { nodeId: string } => {
  if (value.startsWith(NODE)) return { nodeId: value.slice(NODE.length) };
  return value === AT_FAILED_NODE ? AT_FAILED_NODE : AT_START;
};

const everyWorkflow: readonly Start[] = [
  { value: AT_START, label: 'Each at its start' },
  { value: AT_FAILED_NODE, label: 'Each at the node where it failed' },
];

/** Where many replays may begin: of one workflow also at any of the nodes that its draft or its published version has. */
export function useBulkStarts(workflowId: string | undefined): readonly Start[] {
  const params = { id: workflowId ?? '' };
  const workflow = useQuery({ ...apiQuery(endpoints.getWorkflow, { params }), enabled: workflowId !== undefined });
  const version = workflow.data?.publishedVersion ?? undefined;
  const published = useQuery({
    ...apiQuery(endpoints.getVersion, { params: { ...params, version: version ?? 0 } }),
    enabled: version !== undefined,
  });
  return [...everyWorkflow, ...nodeStarts([published.data?.graph, workflow.data?.draft.graph])];
}

function nodeStarts(graphs: readonly (Graph | undefined)[]): Start[] {
  const nodes = graphs.flatMap((graph) => (graph ? (inTopologicalOrder(graph) ?? graph.nodes) : []));
  const names = new Map(nodes.filter(({ type }) => type !== 'webhook').map(({ id, name }) => [id, name]));
  return [...names].map(([id, name]) => ({ value: `${NODE}${id}`, label: `Each at “${name}”` }));
}
