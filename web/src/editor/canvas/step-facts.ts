import type { Step, StepStatus } from '@millrace/shared/execution';

/** What a card shows of a node's run. */
export interface StepFacts {
  readonly status: StepStatus;
  readonly ports: readonly string[];
  readonly durationMs: number | null;
  readonly attempts: number;
  readonly error: string | null;
  readonly reused: boolean;
}

const factsOfStep = (step: Step): StepFacts => ({
  status: step.status,
  ports: step.ports,
  durationMs: step.durationMs,
  attempts: step.attempts.length,
  error: step.error?.message ?? null,
  reused: step.reused,
});

export const factsOfSteps = (steps: readonly Step[]): ReadonlyMap<string, StepFacts> =>
  new Map(steps.map((step) => [step.nodeId, factsOfStep(step)]));
