import type { ExecutionStatus, ExecutionSummary, Failure } from '@millrace/shared/execution';
import type { LiveEvents } from '../live/live-events.ts';
import type { ExecutionWork } from './engine.ts';
import { isAwaitedCall, willBeRetried } from './follow-up-of.ts';
import type { StepState } from './step-state.ts';

const instant = (time: number): string => new Date(time).toISOString();

/** Announces how one execution gets on, as long as somebody wants to know. */
export class ExecutionEvents {
  readonly #live: LiveEvents;
  readonly #work: ExecutionWork;

  constructor(live: LiveEvents, work: ExecutionWork) {
    this.#live = live;
    this.#work = work;
  }

  execution(status: ExecutionStatus, error: Failure | null, finishedAt: number | null): void {
    if (!this.#live.wanted) return;
    this.#live.publish({ kind: 'execution', execution: this.#summary(status, error, finishedAt) });
  }

  step(step: StepState): void {
    // Of the nodes in a container there are as many steps as rounds; the container speaks for them.
    if (!this.#live.wanted || step.frame.round !== null) return;
    const { startedAt, finishedAt } = step;
    this.#live.publish({
      kind: 'step',
      executionId: this.#work.id,
      workflowId: this.#work.workflowId,
      nodeId: step.node.id,
      status: step.status,
      ports: [...step.ports],
      attempts: step.attemptsBegun,
      durationMs: startedAt === null || finishedAt === null ? null : finishedAt - startedAt,
      error: step.error?.message ?? null,
    });
  }

  #summary(status: ExecutionStatus, error: Failure | null, finishedAt: number | null): ExecutionSummary {
    const { id, workflowId, workflowName, version, delivery, origin, createdAt, startedAt } = this.#work;
    return {
      ...{ id, workflowId, workflowName, version, deliveryId: delivery.id, origin, status, error },
      createdAt: instant(createdAt),
      startedAt: instant(startedAt),
      finishedAt: finishedAt === null ? null : instant(finishedAt),
      durationMs: finishedAt === null ? null : finishedAt - startedAt,
      notBefore: null,
      unresolved:
        status === 'failed' && origin.kind !== 'test' && !isAwaitedCall(origin) && !willBeRetried(this.#work, error),
    };
  }
}
