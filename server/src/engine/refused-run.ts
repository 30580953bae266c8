import type { Failure } from '@millrace/shared/execution';
import type { ExecutionEnd, ExecutionWork, RunningExecution } from './engine.ts';
import { ExecutionEvents } from './execution-events.ts';
import { ExecutionWriter } from './execution-writer.ts';
import { isOpen, stopped } from './left-behind.ts';
import type { RunParts } from './run-parts.ts';

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
  const steps = work.steps.filter(isOpen).map(stopped);
  // The writer never rejects.
  void writer.finish({ status: 'failed', output: { kind: 'none' }, error, finishedAt: now, steps }).then((isOwned) => {
    if (isOwned) new ExecutionEvents(parts.live, work).execution('failed', error, now);
    onSettled();
  });
  return { id: work.id, response: Promise.resolve(null), finished: Promise.resolve(end) };
}
