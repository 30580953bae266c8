import { type Execution, isFinal } from '@millrace/shared/execution';
import { useMemo, useState } from 'react';
import { useLiveEvents } from '../../app/live.ts';
import { factsOfSteps, type StepFacts } from '../canvas/step-facts.ts';

interface Heard {
  readonly executionId: string;
  readonly steps: ReadonlyMap<string, StepFacts>;
}

/** What each node did in an execution: as it was read, and ahead of that as the event stream tells it. */
export function useRunFacts(executionId: string | null, execution: Execution | null): ReadonlyMap<string, StepFacts> {
  const [heard, setHeard] = useState<Heard | null>(null);
  useLiveEvents((event) => {
    if (event.kind !== 'step' || event.executionId !== executionId) return;
    const { status, ports, durationMs, attempts, error } = event;
    setHeard((old) => {
      const steps = new Map(old?.executionId === executionId ? old.steps : []);
      steps.set(event.nodeId, { status, ports, durationMs, attempts, error, reused: false, rounds: null });
      return { executionId, steps };
    });
  });
  return useMemo(() => {
    const read = execution?.id === executionId ? factsOfSteps(execution?.steps ?? []) : new Map<string, StepFacts>();
    if (heard === null || heard.executionId !== executionId) return read;
    if (execution?.id === executionId && execution !== null && isFinal(execution.status)) return read;
    return new Map([...read, ...heard.steps]);
  }, [executionId, execution, heard]);
}
