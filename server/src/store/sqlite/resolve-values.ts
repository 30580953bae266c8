import { stepKey } from '../step-key.ts';
import type { StepRecord, StoredValue } from '../store.ts';

/** Replaces each `same-as` by the output that it stands for. */
export function resolveValues(
  steps: readonly StepRecord[],
  output: StoredValue,
): { steps: StepRecord[]; output: StoredValue } {
  const outputs = new Map(steps.map((step) => [stepKey(step.nodeId, step.round), step.output]));
  const resolve = (value: StoredValue): StoredValue => {
    const seen = new Set<string>();
    let current = value;
    while (current.kind === 'same-as') {
      // A circle cannot come from a graph, but must not hang whoever reads it.
      if (seen.has(current.nodeId)) return { kind: 'none' };
      seen.add(current.nodeId);
      current = outputs.get(current.nodeId) ?? { kind: 'none' };
    }
    return current;
  };
  return {
    steps: steps.map((step) => ({ ...step, input: resolve(step.input), output: resolve(step.output) })),
    output: resolve(output),
  };
}
