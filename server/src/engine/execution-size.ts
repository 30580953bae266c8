import { StepFailure } from '../nodes/implement.ts';
import type { PlanNode } from './plan.ts';
import type { StepState } from './step-state.ts';
import type { StepValue } from './step-value.ts';

/** Largest sum of all values that one execution keeps, in UTF-16 units of their JSON text. */
export const MAX_EXECUTION_LENGTH = 50_000_000;

/** Adds up what an execution keeps, since many values that are each small enough can still fill the memory. */
export class ExecutionSize {
  #left = MAX_EXECUTION_LENGTH;
  #refused = 0;

  /**
   * Counts a value that no other step holds.
   * @throws StepFailure when the execution would hold too much with it
   */
  add(value: StepValue, node: Pick<PlanNode, 'name'>): void {
    const { length } = value.json;
    if (length > this.#left) {
      this.#refused += length;
      throw tooLarge(node);
    }
    this.#left -= length;
  }

  /**
   * Counts an input that was put together from several values. One that is too much is taken from its step. The answer:
   * why the step cannot run.
   */
  addInput(step: Pick<StepState, 'input' | 'node'>): unknown {
    try {
      // Nodes that handle the failure still run, but not every branch of many comes to its own.
      if (this.#refused > MAX_EXECUTION_LENGTH) throw tooLarge(step.node);
      if (step.input && !step.input.isShared) this.add(step.input, step.node);
      return undefined;
    } catch (failure) {
      step.input = undefined;
      return failure;
    }
  }
}

function tooLarge({ name }: Pick<PlanNode, 'name'>): StepFailure {
  const message = `With "${name}", the values of this execution are larger than ${MAX_EXECUTION_LENGTH / 1_000_000} MB together. Let its nodes keep only what later ones need.`;
  return new StepFailure({ code: 'execution-too-large', message }, { retryable: false });
}
