import type { Failure } from '@millrace/shared/execution';
import { StepFailure } from '../nodes/implement.ts';
import { ConfigProblem } from './compile-config.ts';
import { failureMessage } from './failure-message.ts';
import type { PlanNode } from './plan.ts';

/** Makes a failure that names its node out of whatever an attempt threw. */
export function stepFailureOf(error: unknown, node: PlanNode): StepFailure {
  const known = error instanceof StepFailure ? error : undefined;
  const failure = known?.failure ?? describe(error, node);
  return new StepFailure(
    { ...failure, message: failureMessage(failure, node.name), nodeId: node.id, nodeName: node.name },
    { retryable: known?.retryable ?? false, retryNotBefore: known?.retryNotBefore },
  );
}

function describe(error: unknown, node: PlanNode): Failure {
  if (error instanceof ConfigProblem) {
    return {
      code: 'invalid-config',
      message: `The settings of "${node.name}" do not fit once its expressions are filled in: ${error.message}`,
    };
  }
  if (error instanceof RangeError) {
    return { code: 'value-too-deep', message: `A value at "${node.name}" is nested too deeply to be handled.` };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: `"${node.name}" failed in a way that was not foreseen: ${message}` };
}
