import type { ExecutionOrigin } from '@millrace/shared/execution';
import type { NewExecution } from '../store.ts';
import { type GraphText, graphText } from './graph-text.ts';
import { type StepDocument, writeStepDocument } from './step-document.ts';

/** An execution as it goes to the writer thread: flat. */
export interface ExecutionRow {
  readonly id: string;
  readonly workflow: string;
  readonly delivery: string;
  readonly graph_id: string;
  readonly version: number | null;
  readonly origin: ExecutionOrigin['kind'];
  readonly origin_of: string | null;
  readonly origin_node: string | null;
  readonly until_node: string | null;
  readonly status: 'queued' | 'running';
  readonly owner: string | null;
  readonly epoch: number;
  readonly created_at: number;
  readonly started_at: number | null;
  /** When it may not be kept yet. */
  readonly graph: GraphText | null;
  readonly reusedSteps: readonly ({ readonly nodeId: string } & StepDocument)[] | null;
}

export function executionRow(execution: NewExecution): ExecutionRow {
  const { origin, owner } = execution;
  const graph = 'graph' in execution.graph ? graphText(execution.graph.graph) : null;
  const replay = origin.kind === 'replay' ? origin : null;
  return {
    id: execution.id,
    workflow: execution.workflowId,
    delivery: execution.deliveryId,
    graph_id: 'graphId' in execution.graph ? execution.graph.graphId : (graph?.id ?? ''),
    version: execution.version,
    origin: origin.kind,
    origin_of: replay?.of ?? null,
    origin_node: replay?.fromNode ?? null,
    until_node: execution.untilNode,
    status: owner === null ? 'queued' : 'running',
    owner,
    epoch: owner === null ? 0 : 1,
    created_at: execution.createdAt,
    started_at: owner === null ? null : execution.createdAt,
    graph,
    reusedSteps:
      execution.reusedSteps.length === 0
        ? null
        : execution.reusedSteps.map((step) => ({ nodeId: step.nodeId, ...writeStepDocument([step]) })),
  };
}

export interface OriginColumns {
  readonly origin: ExecutionOrigin['kind'];
  readonly origin_of: string | null;
  readonly origin_node: string | null;
}

export function originOf({ origin, origin_of, origin_node }: OriginColumns): ExecutionOrigin {
  return origin === 'replay' ? { kind: origin, of: origin_of ?? '', fromNode: origin_node } : { kind: origin };
}
