import type { ExecutionOrigin, ReplayEffects } from '@millrace/shared/execution';
import type { NewExecution, Turn } from '../store.ts';
import { type GraphText, graphText } from './graph-text.ts';
import { keyedDocument, type StepDocument } from './step-document.ts';

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
  effects: ReplayEffects | null,
  attempt: number,
  notBefore: number | null,
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
  /** It came of another's failure, if only by way of others. */
  readonly handlesFailure: boolean;
}

export function newExecutionRow(execution: NewExecution): NewExecutionRow {
  const { id, version, origin, untilNode, owner, createdAt, reusedSteps, turn = null, notBefore = null } = execution;
  const graph = 'graph' in execution.graph ? graphText(execution.graph.graph) : null;
  const claim = owner === null ? (['queued', null, 0] as const) : (['running', owner, 1] as const);
  const startedAt = owner === null ? null : createdAt;
  return {
    columns: [
      id,
      version,
      origin.kind,
      'of' in origin ? origin.of : null,
      originNodeOf(origin),
      untilNode,
      ...claim,
      createdAt,
      startedAt,
      'effects' in origin ? origin.effects : null,
      'attempt' in origin ? origin.attempt : 1,
      notBefore,
    ],
    workflow: execution.workflowId,
    delivery: execution.deliveryId,
    graphId: 'graphId' in execution.graph ? execution.graph.graphId : (graph?.id ?? ''),
    graph,
    reusedSteps: reusedSteps.length === 0 ? null : reusedSteps.map(keyedDocument),
    turn,
    handlesFailure: origin.kind === 'failure',
  };
}

const originNodeOf = (origin: ExecutionOrigin): string | null => {
  if (origin.kind === 'call') return origin.stepKey;
  return origin.kind === 'replay' ? origin.fromNode : null;
};

export interface OriginColumns {
  readonly origin: ExecutionOrigin['kind'];
  readonly origin_of: string | null;
  readonly origin_node: string | null;
  readonly origin_effects: ReplayEffects | null;
  readonly attempt: number;
}

/** To be read as `OriginColumns`, of the execution `e`. */
export const originColumns = 'e.origin, e.origin_of, e.origin_node, e.origin_effects, e.attempt';

export function originOf(row: OriginColumns): ExecutionOrigin {
  const { origin, origin_of: of, origin_effects, attempt } = row;
  const effects = origin_effects ?? 'send-again';
  switch (origin) {
    case 'delivery':
    case 'test':
      return { kind: origin };
    case 'replay':
      return { kind: origin, of, fromNode: row.origin_node, effects };
    case 'retry':
      return { kind: origin, of: of ?? '', attempt, effects };
    case 'failure':
      return { kind: origin, of: of ?? '' };
    case 'call':
      return { kind: origin, of: of ?? '', stepKey: row.origin_node };
  }
}
