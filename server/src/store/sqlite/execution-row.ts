import type { ExecutionOrigin } from '@millrace/shared/execution';
import type { NewExecution, Turn } from '../store.ts';
import { type GraphText, graphText } from './graph-text.ts';
import { type StepDocument, writeStepDocument } from './step-document.ts';

/** An execution's columns in their order. */
export type ExecutionColumns = readonly [
  id: string,
  version: number | null,
  origin: ExecutionOrigin['kind'],
  originOf: string | null,
  originNode: string | null,
  untilNode: string | null,
  status: 'queued' | 'running',
  owner: string | null,
  epoch: number,
  createdAt: number,
  startedAt: number | null,
];

/** An execution as it goes to the writer thread. */
export interface NewExecutionRow {
  readonly columns: ExecutionColumns;
  readonly workflow: string;
  readonly delivery: string;
  readonly graphId: string;
  /** When it may not be kept yet. */
  readonly graph: GraphText | null;
  readonly reusedSteps: readonly ({ readonly nodeId: string } & StepDocument)[] | null;
  readonly turn: Turn | null;
}

export function newExecutionRow(execution: NewExecution): NewExecutionRow {
  const { id, version, origin, untilNode, owner, createdAt, reusedSteps, turn = null } = execution;
  const graph = 'graph' in execution.graph ? graphText(execution.graph.graph) : null;
  const replay = origin.kind === 'replay' ? origin : null;
  const claim = owner === null ? (['queued', null, 0] as const) : (['running', owner, 1] as const);
  const startedAt = owner === null ? null : createdAt;
  return {
    columns: [
      id,
      version,
      origin.kind,
      replay?.of ?? null,
      replay?.fromNode ?? null,
      untilNode,
      ...claim,
      createdAt,
      startedAt,
    ],
    workflow: execution.workflowId,
    delivery: execution.deliveryId,
    graphId: 'graphId' in execution.graph ? execution.graph.graphId : (graph?.id ?? ''),
    graph,
    reusedSteps:
      reusedSteps.length === 0
        ? null
        : reusedSteps.map((step) => ({ nodeId: step.nodeId, ...writeStepDocument([step]) })),
    turn,
  };
}

export interface OriginColumns {
  readonly origin: ExecutionOrigin['kind'];
  readonly origin_of: string | null;
  readonly origin_node: string | null;
}

export function originOf({ origin, origin_of, origin_node }: OriginColumns): ExecutionOrigin {
  return origin === 'replay' ? { kind: origin, of: origin_of, fromNode: origin_node } : { kind: origin };
}
