import type { Failure } from '@millrace/shared/execution';
import type { StepRecord } from '../store/store.ts';
import type { ExecutionWork } from './engine.ts';

/** An execution whose process died so often in a row, without getting any further, is not tried again. */
const DEATHS = 3;
/** The same of one step, where other branches got further meanwhile: another execution may be the cause. */
const CUT_OFFS = 7;

/**
 * Why an execution is not taken up again that seems to bring its process down: it died time after time without one more
 * step having ended, or always while the same step was under way. How often it died in all says nothing: a long
 * execution outlives many deaths that others cause, and what waits causes none. Pure.
 */
export function givenUp(work: Pick<ExecutionWork, 'recoveries' | 'stalls' | 'steps' | 'graph'>): Failure | undefined {
  const { recoveries, stalls, steps } = work;
  const underWay = steps.filter(({ finishedAt, attempts }) => finishedAt === null && attempts.length > 0);
  if (stalls >= DEATHS) return failureOf(work, stalls, underWay);
  // A server that is stopped in order may leave attempts behind, too.
  if (recoveries < CUT_OFFS) return undefined;
  const deadly = underWay.find((step) => cutOff(step) >= CUT_OFFS);
  return deadly && failureOf(work, cutOff(deadly), [deadly]);
}

/** Attempts of a step that ended with their process; the last one is not known to be of unknown outcome yet. */
const cutOff = ({ attempts }: StepRecord): number =>
  attempts.filter(({ status }) => status === 'unknown' || status === 'running').length;

/** Names the node where there is one alone that may be the cause. */
function failureOf({ graph }: Pick<ExecutionWork, 'graph'>, deaths: number, steps: readonly StepRecord[]): Failure {
  const [nodeId, ...others] = new Set(steps.map((step) => step.nodeId));
  const node = others.length === 0 ? graph.nodes.find(({ id }) => id === nodeId) : undefined;
  const what = node ? `"${node.name}"` : 'this execution';
  const which = node ? 'it' : 'one of its nodes';
  return {
    code: 'too-many-recoveries',
    message: `The server stopped ${deaths} times while ${what} ran, so the execution was not taken up again. If ${which} brings the server down, it would again: change that node before you replay.`,
    ...(node && { nodeId: node.id, nodeName: node.name }),
  };
}
