import type { Failure } from '@millrace/shared/execution';
import type { StepRecord } from '../store/store.ts';
import type { ExecutionEnd, ExecutionWork, RunningExecution } from './engine.ts';
import { ExecutionEvents } from './execution-events.ts';
import { ExecutionWriter } from './execution-writer.ts';
import type { RunParts } from './run-parts.ts';
import { closed } from './step-state.ts';

/** Ends an execution that cannot go on, without running anything of it. */
export function refuseRun(
  parts: RunParts,
  work: ExecutionWork,
  error: Failure,
  onSettled: () => void,
): RunningExecution {
  const now = Date.now();
  const end: ExecutionEnd = { status: 'failed', output: null, error };
  const writer = new ExecutionWriter(parts, work);
  const steps = work.steps.filter(({ status }) => status === 'running' || status === 'waiting').map(stopped);
  // The writer never rejects.
  void writer.finish({ status: 'failed', output: { kind: 'none' }, error, finishedAt: now, steps }).then((isOwned) => {
    if (isOwned) new ExecutionEvents(parts.live, work, now).execution('failed', error, now);
    onSettled();
  });
  return { id: work.id, response: Promise.resolve(null), finished: Promise.resolve(end) };
}

/** As it stands once nobody goes on with it. */
const stopped = (step: StepRecord): StepRecord => ({
  ...step,
  status: 'cancelled',
  attempts: step.attempts.map(closed),
});
