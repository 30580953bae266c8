import type { CalleeOf } from '@millrace/shared/callee';
import { checkGraph } from '@millrace/shared/check-graph';
import type { Graph, GraphProblem } from '@millrace/shared/workflow';
import { useDeferredValue, useMemo } from 'react';

export interface Problems {
  readonly all: readonly GraphProblem[];
  /** By node, those of the whole workflow left out. */
  readonly byNode: ReadonlyMap<string, readonly GraphProblem[]>;
  /** Their sentences, by node. */
  readonly sentences: ReadonlyMap<string, readonly string[]>;
}

/** Everything that keeps the draft from being published, worked out here while a person edits. */
export function useProblems(graph: Graph, calleeOf: CalleeOf): Problems {
  // Typing goes before checking.
  const settled = useDeferredValue(graph);
  return useMemo(() => {
    const all = checkGraph(settled, calleeOf);
    const byNode = Map.groupBy(
      all.filter(({ nodeId }) => nodeId !== undefined),
      ({ nodeId }) => nodeId ?? '',
    );
    const sentences = new Map([...byNode].map(([id, problems]) => [id, problems.map(({ message }) => message)]));
    return { all, byNode, sentences };
  }, [settled, calleeOf]);
}
