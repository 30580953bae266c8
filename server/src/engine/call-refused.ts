import { StepFailure } from '../nodes/implement.ts';

/** A call that would end the same way however often it is tried. */
export const callRefused = (code: string, message: string): StepFailure =>
  new StepFailure({ code, message }, { retryable: false });
