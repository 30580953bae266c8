import { endpoints } from '@millrace/shared/api';
import { bodySchemaOf, type Callee, type CalleeOf, calleeIdsOf } from '@millrace/shared/callee';
import type { Graph } from '@millrace/shared/workflow';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ApiProblem } from '../../app/api.ts';
import { apiQuery } from '../../app/query.ts';

interface Read {
  readonly data: { readonly name: string; readonly bodySchema?: unknown } | undefined;
  readonly error: Error | null;
}

/** What the workflows take that a graph calls. The same function for as long as nothing of it changes. */
export function useCallees(graph: Graph, self: { readonly id: string; readonly name: string }): CalleeOf {
  const { id: ownId, name } = self;
  const all = calleeIdsOf(graph);
  const ids = all.filter((id) => id !== ownId).join();
  const queries = ids === '' ? [] : ids.split(',').map((id) => apiQuery(endpoints.getTrigger, { params: { id } }));
  const callees = useQueries({ queries, combine: calleesOf });
  // A workflow that calls itself will, once published, run with the webhook node that stands here.
  const ownSchema = all.includes(ownId) ? bodySchemaOf(graph) : undefined;
  return useMemo(() => {
    const byId = new Map<string, Callee | null>(ids.split(',').map((id, at) => [id, callees[at] ?? null]));
    byId.set(ownId, { kind: 'found', name, bodySchema: ownSchema });
    return (id) => byId.get(id) ?? undefined;
  }, [ids, callees, ownId, name, ownSchema]);
}

/** Null: not known, as long as the server has not answered. */
const calleesOf = (results: readonly Read[]): (Callee | null)[] =>
  results.map(({ data, error }) => {
    // What was read before it was deleted is still there then.
    if (error instanceof ApiProblem && error.kind === 'not-found') return { kind: 'missing' };
    if (data === undefined) return null;
    return { kind: 'found', name: data.name, bodySchema: data.bodySchema ?? undefined };
  });
