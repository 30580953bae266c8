import type { ExecutionOrigin, Failure } from '@millrace/shared/execution';
import { webhook } from '@millrace/shared/nodes/webhook';
import type { OnFailure } from '@millrace/shared/on-failure';
import { newId } from '../new-id.ts';
import { stepKey } from '../store/step-key.ts';
import type { FinishedExecution, FollowUp, StepRecord } from '../store/store.ts';
import type { ExecutionWork } from './engine.ts';
import { failureDelivery } from './failure-delivery.ts';
import { reusedEffects } from './reused-effects.ts';

/** Failures that would only come again, that are drawn so, or that would bring the server down once more. */
const NEVER_RETRIED = new Set(['too-many-recoveries', 'unusable-graph', 'malformed-body', 'unrecordable', 'stopped']);

/** The end of an execution, with all of its steps that have a result. */
export type Ended = Pick<FinishedExecution, 'status' | 'error' | 'finishedAt' | 'steps'>;

/** What is to come of the end of an execution by what its workflow says; nothing of most. */
export function followUpOf(work: ExecutionWork, ended: Ended): FollowUp | undefined {
  const config = ended.status === 'failed' ? onFailureOf(work) : undefined;
  if (config === undefined) return undefined;
  if (isRetried(work, ended.error, config)) return retry(work, ended, config);
  if (config.workflowId === undefined) return undefined;
  const delivery = failureDelivery(work, ended, { workflowId: config.workflowId, attempts: attemptOf(work) });
  return { kind: 'hand-over', delivery, executionId: newId(), of: work.id };
}

/** Whether a failure of this execution makes the workflow try it again as a whole. */
export function willBeRetried(work: ExecutionWork, error: Failure | null): boolean {
  const config = onFailureOf(work);
  return config !== undefined && isRetried(work, error, config);
}

/** Whoever called it and waits is told of the failure, and deals with it. */
export const isAwaitedCall = (origin: ExecutionOrigin): boolean => origin.kind === 'call' && origin.stepKey !== null;

/** Undefined where nothing is to come of a failure: of tests, of what is not published, and where a caller waits. */
function onFailureOf({ graph, version, origin }: ExecutionWork): OnFailure | undefined {
  if (version === null || origin.kind === 'test' || isAwaitedCall(origin)) return undefined;
  const node = graph.nodes.find(({ type }) => type === webhook.type);
  return node && webhook.config.shape.onFailure.safeParse(node.config.onFailure).data;
}

const attemptOf = ({ origin }: ExecutionWork): number => (origin.kind === 'retry' ? origin.attempt : 1);

const isRetried = (work: ExecutionWork, error: Failure | null, { attempts }: OnFailure): boolean =>
  attemptOf(work) < attempts && !NEVER_RETRIED.has(error?.code ?? '');

function retry(work: ExecutionWork, { finishedAt, steps }: Ended, { effects, delayMs }: OnFailure): FollowUp {
  const { id, workflowId, version, graphId, delivery, untilNode } = work;
  return {
    kind: 'retry',
    execution: {
      ...{ id: newId(), workflowId, version, deliveryId: delivery.id, untilNode, owner: null },
      graph: { graphId },
      origin: { kind: 'retry', of: id, attempt: attemptOf(work) + 1, effects },
      reusedSteps: takenOver(work, steps, effects),
      createdAt: finishedAt,
      ...(delayMs > 0 && { notBefore: finishedAt + delayMs }),
    },
  };
}

/** What the failed execution had taken over itself was not to be run, and so is not now. */
function takenOver({ graph }: ExecutionWork, steps: readonly StepRecord[], effects: OnFailure['effects']) {
  const reused = effects === 'reuse' ? reusedEffects(steps, graph, graph) : [];
  const keyOf = ({ nodeId, round }: StepRecord) => stepKey(nodeId, round);
  const keys = new Set(reused.map(keyOf));
  return [...reused, ...steps.filter((step) => step.reused && !keys.has(keyOf(step)))];
}
