import type { Claim, StepRecord, Store } from '../../store/store.ts';
import { stepName } from './interpret.ts';

/** What an engine writes about executions. */
const WRITES = new Set<string | symbol>([
  'writeStep',
  'parkExecution',
  'finishExecution',
  'changeRecord',
  'resumeExecution',
  // An execution that a step calls.
  'accept',
]);

export interface Death {
  /** The write with which its process dies, from 1. */
  readonly at: number;
  /** That write reached the disk, but nobody heard of it. */
  readonly isCommitted: boolean;
}

/**
 * The store as a process sees it that dies: from a write on, nothing comes back and nothing is written.
 * @param onEnd told about each step whose end was written by then
 */
export function dyingStore(
  store: Store,
  { at, isCommitted }: Death,
  onEnd: (stepName: string, executionId: string) => void = () => undefined,
) {
  let writes = 0;
  let isDead = false;
  const { promise: died, resolve: die } = Promise.withResolvers<void>();
  const never = () => new Promise(() => undefined);
  const dying = new Proxy(store, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]) => {
        if (isDead) return never();
        const isLast = WRITES.has(name) && ++writes === at;
        if (isLast) isDead = true;
        if (isLast && !isCommitted) die();
        if (isLast && !isCommitted) return never();
        const result: unknown = await Reflect.apply(member, target, given);
        if (result === true)
          for (const step of stepsOf(name, given))
            if (hasEnded(step)) onEnd(stepName(step.nodeId, step.round), idOf(given));
        if (isLast) die();
        return isLast ? never() : result;
      };
    },
  });
  return { dying, died, writes: () => writes };
}

const idOf = ([claim]: readonly unknown[]): string => (claim as Claim).executionId;

const hasEnded = ({ status }: StepRecord): boolean => status === 'succeeded' || status === 'failed';

function stepsOf(name: string | symbol, given: readonly unknown[]): readonly StepRecord[] {
  const [, what] = given;
  if (name === 'writeStep') return [what as StepRecord];
  if (name === 'parkExecution' || name === 'finishExecution') return (what as { steps: readonly StepRecord[] }).steps;
  return [];
}
