import { StepFailure } from '../nodes/implement.ts';
import type { StepRecord } from '../store/store.ts';
import { outputOfEnds } from './execution-end.ts';
import type { Frame, FrameEnd } from './frame.ts';
import { namedOutputs } from './input-of.ts';
import type { Plan, PlanNode } from './plan.ts';
import type { RoundEnd, RoundsEnd } from './rounds.ts';
import { parseOutput } from './step-value.ts';

/** What came of a round: as of an execution, the output of its end nodes. */
export function roundEnd({ outcome, ends }: FrameEnd, { scope, failure }: Frame, plan: Plan): RoundEnd {
  if (outcome === 'filtered' || outcome === 'halted') return { kind: 'none' };
  if (outcome === 'failed') return { kind: 'failed', failure: failure ?? UNEXPLAINED };
  return { kind: 'value', value: outputOfEnds(namedOutputs(plan, scope, ends))?.value ?? null };
}

const UNEXPLAINED = { code: 'internal', message: 'A step failed without saying why.' };

/** Of a container, one of whose rounds failed. */
export function roundFailure(
  { name }: PlanNode,
  { round, failure }: Extract<RoundsEnd, { kind: 'failed' }>,
): StepFailure {
  const message = `Item ${round + 1} of "${name}" failed: ${failure.message}`;
  return new StepFailure({ code: 'item-failed', message, details: { index: round, failure } }, { retryable: false });
}

/** What a container was about to run its nodes over when its process died or let go of it. */
export function recordedItems(prior: StepRecord | undefined): readonly unknown[] | undefined {
  if (prior?.status !== 'running' || prior.output.kind !== 'json') return undefined;
  const items = parseOutput(prior.output.json);
  return Array.isArray(items) ? items : undefined;
}
