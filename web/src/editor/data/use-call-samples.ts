import { endpoints } from '@millrace/shared/api';
import { calleeIdOf } from '@millrace/shared/callee';
import type { Graph } from '@millrace/shared/workflow';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { apiQuery } from '../../app/query.ts';
import { upstreamNodes } from '../graph/upstream-nodes.ts';
import { type ChosenData, outputOf } from './node-data.ts';

/**
 * By node id: what called workflows put out the last time that they succeeded, for those nodes before the given one that
 * have not run on the chosen data.
 */
export function useCallSamples(graph: Graph, nodeId: string, data: ChosenData): ReadonlyMap<string, unknown> {
  const calls = useMemo(
    () =>
      upstreamNodes(graph, nodeId).flatMap((node) => {
        const workflowId = node.config.mode === 'start' ? undefined : calleeIdOf(node);
        return workflowId === undefined || outputOf(graph, node.id, data).known ? [] : [{ id: node.id, workflowId }];
      }),
    [graph, nodeId, data],
  );
  const last = useQueries({
    queries: calls.map(({ workflowId }) =>
      apiQuery(endpoints.listExecutions, { query: { workflowId, status: ['succeeded'], limit: 1 } }),
    ),
    combine: executionIdsOf,
  });
  const outputs = useQueries({
    queries: last.map((id) => ({
      ...apiQuery(endpoints.getExecution, { params: { id: id ?? '' } }),
      enabled: id !== null,
    })),
    combine: outputsOf,
  });
  return useMemo(
    () =>
      new Map(
        calls.flatMap(({ id }, at): [string, unknown][] => {
          const found = outputs[at];
          return found ? [[id, found.output]] : [];
        }),
      ),
    [calls, outputs],
  );
}

interface Read<Data> {
  readonly data: Data | undefined;
}

const executionIdsOf = (
  results: readonly Read<{ readonly items: readonly { readonly id: string }[] }>[],
): (string | null)[] => results.map(({ data }) => data?.items[0]?.id ?? null);

const outputsOf = (results: readonly Read<{ readonly output?: unknown }>[]): ({ readonly output: unknown } | null)[] =>
  results.map(({ data }) => (data === undefined ? null : { output: data.output }));
