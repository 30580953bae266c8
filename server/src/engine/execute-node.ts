import { type NodeResult, StepFailure } from '../nodes/implement.ts';
import type { AttemptContext, AttemptHost } from './attempt-context.ts';
import { evaluateExpressions } from './evaluate.ts';
import type { Ending } from './scheduler.ts';
import type { StepState } from './step-state.ts';
import { MAX_VALUE_LENGTH, StepValue } from './step-value.ts';

/** Fills in a node's config and runs it: at once where it holds plain paths only, else after one call of the sandbox. */
export function executeNode(
  host: AttemptHost,
  step: StepState,
  context: AttemptContext,
): NodeResult | Promise<NodeResult> {
  const { node, input } = step;
  const { config } = node;
  const run = (filled: unknown) => node.implementation.execute(context, filled, input?.value);
  if (config.kind === 'invalid') {
    const message = `"${node.name}" is not set up completely: ${config.message}`;
    throw new StepFailure({ code: 'invalid-config', message }, { retryable: false });
  }
  if (config.kind === 'fixed') return run(config.config);
  const fill = (values: readonly unknown[]) =>
    config.fill({
      path: (part) =>
        part.root === 'secrets' ? context.secret(String(part.keys[0])) : step.frame.scope.read(part, node, input),
      expression: (at) => values[at],
    });
  if (config.expressions.length === 0) return run(fill([]));
  const call = {
    program: { kind: 'expressions', sources: config.expressions } as const,
    scope: step.frame.scope.json(config.expressionReads, node, input),
    timeoutMs: node.timeoutMs,
    signal: host.signal,
  };
  return evaluateExpressions(host.parts.sandbox, call, (line) => context.log(line)).then((values) => run(fill(values)));
}

/** A result that leaves a value. */
export type ValueResult = Exclude<NodeResult, { kind: 'stop' | 'fail' | 'wait' | 'rounds' }>;

/** How a step with that result ends. */
export function endingOf(result: Exclude<NodeResult, { kind: 'fail' | 'wait' | 'rounds' }>): Ending {
  switch (result.kind) {
    case 'output':
    case 'pass':
      return { kind: 'left', ports: [result.port] };
    case 'fork':
      return { kind: 'left', ports: result.ports };
    case 'stop':
      return { kind: 'stopped' };
    case 'finish':
      return { kind: 'finished' };
  }
}

/**
 * What a step's result is to those behind it; a value that some step holds already is passed on without a copy.
 * @throws StepFailure when it is too large, RangeError when it is too deep for JSON
 */
export function outputOf(
  host: AttemptHost,
  { node, input, key }: StepState,
  context: AttemptContext | undefined,
  result: ValueResult,
): { readonly value: StepValue; readonly isOwn: boolean } {
  const isPassed = result.kind === 'pass' || result.kind === 'fork';
  // After a crash the step that this value came from may come later than another one that is first then.
  if (isPassed && input?.isShared && !node.takesFirst) return { value: input, isOwn: false };
  const raw = isPassed ? input?.value : result.value;
  const clean = host.redactor.value(raw);
  const value = StepValue.of(key, clean, clean === raw ? context?.knownJsonOf(raw) : undefined);
  if (value.json.length <= MAX_VALUE_LENGTH) return { value, isOwn: true };
  const message = `The output of "${node.name}" is larger than ${MAX_VALUE_LENGTH / 1_000_000} MB. Let it keep only what later nodes need.`;
  throw new StepFailure({ code: 'output-too-large', message }, { retryable: false });
}
