import type { Execution, ExecutionSummary, Step } from '@millrace/shared/execution';
import { nodeDefinitionOf } from '@millrace/shared/nodes/index';
import { inTopologicalOrder } from '@millrace/shared/topological-order';
import type { Graph } from '@millrace/shared/workflow';
import type { ExecutionRecord } from '../../store/history-store.ts';
import type { StepRecord, StoredValue } from '../../store/store.ts';
import { instantOrNull } from './instant.ts';

/**
 * An execution with the values of its steps. `body` is the delivery's, as nodes see it; it is asked for only when a step
 * refers to it.
 */
export function executionView(
  record: ExecutionRecord,
  followUps: readonly ExecutionSummary[],
  body: () => unknown,
  resumeUrlOf: (executionId: string, nodeId: string) => string,
): Execution {
  const { graphId: _graph, untilNode: _until, steps, output, ...shown } = record;
  const resolve = values(body);
  const nodes = new Map(record.graph.nodes.map((node) => [node.id, node]));
  return {
    ...shown,
    steps: inOrder(steps, record.graph).map((step): Step => {
      const node = nodes.get(step.nodeId);
      return {
        ...step,
        nodeName: node?.name ?? step.nodeId,
        nodeType: node?.type ?? 'unknown',
        round: step.round ?? null,
        ports: [...step.ports],
        attempts: [...step.attempts],
        logs: [...step.logs],
        wait: waitOf(step, () => (isResumable(node?.type) ? resumeUrlOf(record.id, step.nodeId) : null)),
        input: resolve(step.input),
        output: resolve(step.output),
        startedAt: instantOrNull(step.startedAt),
        finishedAt: instantOrNull(step.finishedAt),
        durationMs: step.startedAt === null || step.finishedAt === null ? null : step.finishedAt - step.startedAt,
      };
    }),
    output: resolve(output),
    followUps: [...followUps],
  };
}

const isResumable = (type: string | undefined): boolean =>
  type !== undefined && nodeDefinitionOf(type)?.isResumable === true;

const waitOf = ({ wait, status }: StepRecord, url: () => string | null): Step['wait'] =>
  wait ? { until: instantOrNull(wait.until), resumeUrl: status === 'waiting' ? url() : null } : null;

/** The store has followed what refers to another step's value. Each text is parsed once, wherever it stands. */
function values(body: () => unknown): (stored: StoredValue) => unknown {
  const parsed = new Map<string, unknown>();
  let knownBody: { readonly value: unknown } | undefined;
  return (stored) => {
    switch (stored.kind) {
      case 'none':
      case 'same-as':
        return null;
      case 'trigger-body':
        knownBody ??= { value: body() };
        return knownBody.value;
      case 'json':
        if (!parsed.has(stored.json)) parsed.set(stored.json, JSON.parse(stored.json));
        return parsed.get(stored.json);
    }
  };
}

/** As they started, and of one millisecond as they stand in the graph; those that never did come last. */
function inOrder(steps: readonly StepRecord[], graph: Graph): StepRecord[] {
  const ranks = new Map((inTopologicalOrder(graph) ?? graph.nodes).map(({ id }, rank) => [id, rank]));
  const rank = ({ nodeId }: StepRecord): number => ranks.get(nodeId) ?? ranks.size;
  const start = ({ startedAt }: StepRecord): number => startedAt ?? Number.MAX_SAFE_INTEGER;
  return steps.toSorted((one, other) => start(one) - start(other) || rank(one) - rank(other));
}
