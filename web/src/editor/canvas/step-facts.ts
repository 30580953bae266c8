import type { Step, StepStatus } from '@millrace/shared/execution';
import { spanOf, worstOf } from '../../history/step-rounds.ts';

/** What a card shows of a node's run. */
export interface StepFacts {
  readonly status: StepStatus;
  readonly ports: readonly string[];
  readonly durationMs: number | null;
  readonly attempts: number;
  readonly error: string | null;
  readonly reused: boolean;
  /** Of a node in a container: in how many rounds it ran, and in how many it failed. */
  readonly rounds: { readonly count: number; readonly failed: number } | null;
}

const factsOfStep = (step: Step): StepFacts => ({
  status: step.status,
  ports: step.ports,
  durationMs: step.durationMs,
  attempts: step.attempts.length,
  error: step.error?.message ?? null,
  reused: step.reused,
  rounds: null,
});

/** All rounds of a node as one: its worst state, over the whole time from the first to the last. */
const factsOfRounds = (steps: readonly Step[], worst: Step): StepFacts => ({
  ...factsOfStep(worst),
  ports: [...new Set(steps.flatMap(({ ports }) => ports))],
  durationMs: spanOf(steps),
  attempts: 0,
  reused: steps.every(({ reused }) => reused),
  rounds: { count: steps.length, failed: steps.filter(({ status }) => status === 'failed').length },
});

export const factsOfSteps = (steps: readonly Step[]): ReadonlyMap<string, StepFacts> =>
  new Map(
    [...Map.groupBy(steps, ({ nodeId }) => nodeId)].map(([nodeId, ofNode]) => {
      const worst = worstOf(ofNode);
      return [nodeId, worst.round === null ? factsOfStep(worst) : factsOfRounds(ofNode, worst)];
    }),
  );
