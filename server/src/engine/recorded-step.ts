import { nodeIdOf, stepKey } from '../store/step-key.ts';
import type { StepRecord } from '../store/store.ts';
import type { ExecutionScope } from './execution-scope.ts';
import type { Plan } from './plan.ts';
import type { Ending } from './scheduler.ts';
import { StepValue } from './step-value.ts';

/** What a record says about how a step ended; undefined when it did not, or when it is to be run anew. */
export function recordedEnding(record: StepRecord): Ending | undefined {
  switch (record.status) {
    case 'succeeded':
      return record.ports.length === 0 ? { kind: 'finished' } : { kind: 'left', ports: record.ports };
    case 'failed':
      return record.ports.length === 0 ? { kind: 'failed' } : { kind: 'left', ports: record.ports };
    case 'filtered':
      return { kind: 'stopped' };
    case 'running':
    case 'waiting':
    case 'skipped':
    case 'cancelled':
      return undefined;
  }
}

/** The value that a recorded step put out, as far as this execution can know it. */
export function recordedOutput(
  { nodeId, round, output }: StepRecord,
  { plan, scope, body }: { plan: Plan; scope: ExecutionScope; body: StepValue },
): StepValue | undefined {
  switch (output.kind) {
    case 'none':
      return undefined;
    case 'json':
      return StepValue.ofJson(stepKey(nodeId, round), output.json);
    case 'trigger-body':
      return body;
    case 'same-as':
      return scope.outputs[plan.byId.get(nodeIdOf(output.nodeId)) ?? -1];
  }
}
