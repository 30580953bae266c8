import type { Execution } from '@millrace/shared/execution';

/** What is proposed as the name of a test case: where the execution ended, in words. */
export function caseNameOf({ status, steps, graph, error }: Execution): string {
  if (status === 'failed') return error?.nodeName === undefined ? 'Fails' : `Fails at “${error.nodeName}”`;
  if (status === 'filtered') {
    const filter = steps.find((step) => step.status === 'filtered');
    return filter === undefined ? 'Filtered' : `Stopped by “${filter.nodeName}”`;
  }
  const left = new Set(graph.edges.map(({ source }) => source));
  const ends = steps.filter(
    ({ nodeId, round, status: of }) => round === null && of === 'succeeded' && !left.has(nodeId),
  );
  const [first, second] = ends;
  if (first === undefined) return 'Succeeds';
  return second === undefined ? `Goes to “${first.nodeName}”` : `Goes to “${first.nodeName}” and “${second.nodeName}”`;
}
