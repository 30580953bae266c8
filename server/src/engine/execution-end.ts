import type { Failure } from '@millrace/shared/execution';
import type { StoredValue } from '../store/store.ts';
import type { ExecutionEnd } from './engine.ts';
import { StepValue } from './step-value.ts';

export interface EndingExecution {
  readonly outcome: 'succeeded' | 'filtered' | 'failed' | 'halted';
  readonly stopped: 'cancelled' | 'out-of-time' | undefined;
  readonly failure: Failure | null;
  /** What the end nodes that ran put out. */
  readonly ends: readonly { readonly name: string; readonly value: StepValue }[];
}

/** How an execution ended, for whoever waits for it and for the record. */
export function executionEnd(ending: EndingExecution): { readonly end: ExecutionEnd; readonly stored: StoredValue } {
  if (ending.outcome === 'succeeded') {
    const output = outputOfEnds(ending.ends);
    return {
      end: { status: 'succeeded', output: output?.value ?? null, error: null },
      stored: output?.reference ?? { kind: 'none' },
    };
  }
  const none = { stored: { kind: 'none' } } as const;
  if (ending.outcome === 'filtered') return { end: { status: 'filtered', output: null, error: null }, ...none };
  if (ending.outcome === 'halted' && ending.stopped === 'cancelled') {
    return { end: { status: 'cancelled', output: null, error: null }, ...none };
  }
  const error = ending.outcome === 'halted' ? OUT_OF_TIME : (ending.failure ?? UNEXPLAINED);
  return { end: { status: 'failed', output: null, error }, ...none };
}

/** Of one end node the value itself, of several an object keyed by their names. */
export function outputOfEnds(ends: EndingExecution['ends']): StepValue | undefined {
  const [first, ...more] = ends;
  return more.length === 0 ? first?.value : StepValue.joined(ends);
}

const OUT_OF_TIME: Failure = {
  code: 'out-of-time',
  message:
    'The execution was stopped at its time limit. Look for the step that took so long, and give it a shorter limit of its own.',
};
const UNEXPLAINED: Failure = { code: 'internal', message: 'A step failed without saying why.' };
