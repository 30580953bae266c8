import type { ExecutionWork } from './engine.ts';

/** An execution whose process died more often than this, without getting any further, is not tried again. */
const MAX_DEATHS = 3;
/** Where other branches got further meanwhile, another execution may be the cause. */
const MAX_CUT_OFF = 6;

/**
 * Whether an execution seems to bring its process down: it died time after time without one more step having ended, or
 * always while the same step was under way. How often it died in all says nothing: a long execution outlives many deaths
 * that others cause, and what waits causes none. Pure.
 */
export function bringsDown({ recoveries, stalls, steps }: Pick<ExecutionWork, 'recoveries' | 'stalls' | 'steps'>) {
  if (stalls > MAX_DEATHS) return true;
  // A server that is stopped in order may leave attempts behind, too.
  if (recoveries <= MAX_CUT_OFF) return false;
  return steps.some(({ finishedAt, attempts }) => {
    // The one that was under way at last is not known to be of unknown outcome yet.
    const cutOff = attempts.filter(({ status }) => status === 'unknown' || status === 'running').length;
    return finishedAt === null && cutOff > MAX_CUT_OFF;
  });
}
