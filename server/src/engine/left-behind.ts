import type { StepRecord } from '../store/store.ts';
import { closed, type StepState } from './step-state.ts';

/** As a step stands once nobody goes on with it. */
export const stopped = (step: StepRecord): StepRecord => ({
  ...step,
  status: 'cancelled',
  output: { kind: 'none' },
  attempts: step.attempts.map(closed),
});

/** True while nobody wrote how a step ended. */
export const isOpen = ({ status }: StepRecord): boolean => status === 'running' || status === 'waiting';

/**
 * Steps that a former owner had begun and this one never came to, since another one had ended the execution or the round
 * before: how they are to stand in the history. Those that had ended stand there as they did.
 */
export function leftBehind(prior: ReadonlyMap<string, StepRecord>, steps: readonly StepState[]): StepRecord[] {
  if (prior.size === 0) return [];
  const reached = new Set(steps.map(({ key }) => key));
  return [...prior].flatMap(([key, record]) => (isOpen(record) && !reached.has(key) ? [stopped(record)] : []));
}
