import type { LogLine } from '@millrace/shared/execution';
import { placeInStack } from './program.ts';
import type { SandboxResult } from './sandbox.ts';

/** The ceilings that an answer may report as reached, and whether the memory is used up. */
interface AnswerLimits {
  readonly isExhausted: boolean;
  readonly memoryBytes: number;
  readonly maxResultBytes: number;
}

/** What the prelude reports of an exception. */
interface Report {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

const STACK_OVERFLOW = 'Stack overflow: a function calls itself without end, or the data is nested too deeply.';

/** Whether the console holds anything. */
export function hasLogs(answer: string): boolean {
  return answer.startsWith('+');
}

/** Makes a result of what the prelude answered; its letters are described there. No answer means no memory for one. */
export function readAnswer(answer: string, logs: readonly LogLine[], limits: AnswerLimits): SandboxResult {
  const unsigned = answer.replace(/^[+-]/, '');
  const body = unsigned.slice(1);
  switch (unsigned[0]) {
    case 'V':
      return Buffer.byteLength(body) > limits.maxResultBytes
        ? { kind: 'result-too-large', limitBytes: limits.maxResultBytes, logs }
        : { kind: 'value', json: body, logs };
    case 'U':
      return { kind: 'value', json: undefined, logs };
    case 'L':
      return { kind: 'result-too-large', limitBytes: limits.maxResultBytes, logs };
    case 'E':
      return errorResult(JSON.parse(body) as Report, logs, limits);
    default:
      return { kind: 'out-of-memory', limitBytes: limits.memoryBytes, logs };
  }
}

function errorResult(report: Report, logs: readonly LogLine[], limits: AnswerLimits): SandboxResult {
  const { name, message, stack } = report;
  // QuickJS throws null when there is no memory for an error either.
  if (limits.isExhausted && message === 'null' && stack === undefined) {
    return { kind: 'out-of-memory', limitBytes: limits.memoryBytes, logs };
  }
  return { kind: 'error', name, message: sentenceFor(message), ...placeInStack(stack ?? ''), logs };
}

function sentenceFor(message: string): string {
  return message === 'stack overflow' ? STACK_OVERFLOW : message;
}

/** For a promise that nothing is left to settle: there are no timers and no input to wait for. */
export function neverSettled(logs: readonly LogLine[]): SandboxResult {
  const message = 'The script waits for a promise that never settled. Nothing in the sandbox can settle it later.';
  return { kind: 'error', name: 'NeverSettled', message, logs };
}

/** For a program that QuickJS itself did not survive. */
export function brokenResult(error: unknown): SandboxResult {
  const message =
    error instanceof RangeError ? STACK_OVERFLOW : 'The script broke the sandbox it ran in and was stopped.';
  return { kind: 'error', name: 'SandboxError', message, logs: [] };
}
