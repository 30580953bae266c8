import type { LogLine } from '@millrace/shared/execution';
import { StepFailure } from '../nodes/implement.ts';
import type { ExpressionResult, Sandbox, SandboxCall, SandboxResult } from '../sandbox/sandbox.ts';

/** Runs a call and gives the JSON text of its value; undefined when it has none. @throws StepFailure */
export async function evaluateJson(
  sandbox: Sandbox,
  call: SandboxCall,
  log: (line: LogLine) => void,
): Promise<string | undefined> {
  const result = await sandbox.run(call);
  if (result.kind !== 'cancelled') for (const line of result.logs) log(line);
  if (result.kind === 'value') return result.json;
  throw failureOf(result, call.program.kind === 'function' ? 'script' : 'expression');
}

/** Runs several expressions in one call. @throws StepFailure also when a single one of them failed */
export async function evaluateExpressions(
  sandbox: Sandbox,
  call: SandboxCall,
  log: (line: LogLine) => void,
): Promise<unknown[]> {
  const results = resultsOf(await evaluateJson(sandbox, call, log));
  return results.map((result, at) => {
    if (!('error' in result)) return 'value' in result ? result.value : undefined;
    const source = call.program.kind === 'expressions' ? call.program.sources[at] : undefined;
    const { name, message } = result.error;
    throw failure('expression-error', `The expression ${quote(source)} failed: ${name}: ${message}`);
  });
}

/** The sandbox answers a program of expressions with one result for each. */
export const resultsOf = (json: string | undefined): ExpressionResult[] =>
  JSON.parse(json ?? '[]') as ExpressionResult[];

const quote = (source = ''): string => (source.length > 80 ? `${source.slice(0, 80)}…` : source);

const failure = (code: string, message: string, details?: Record<string, unknown>): StepFailure =>
  new StepFailure({ code, message, ...(details && { details }) }, { retryable: true });

function failureOf(result: Exclude<SandboxResult, { kind: 'value' }>, what: 'script' | 'expression'): StepFailure {
  switch (result.kind) {
    case 'error': {
      const { name, message, line, column } = result;
      const where = line === undefined ? '' : ` (line ${line}${column === undefined ? '' : `, column ${column}`})`;
      const details = line === undefined ? undefined : { line, ...(column !== undefined && { column }) };
      return failure(`${what}-error`, `The ${what} threw ${name}: ${message}${where}`, details);
    }
    case 'timeout':
      return failure(
        `${what}-timeout`,
        `The ${what} was stopped after ${result.timeoutMs} ms. Make it do less, or give the node a longer time limit.`,
      );
    case 'out-of-memory':
      return failure(
        `${what}-out-of-memory`,
        `The ${what} needed more than ${Math.round(result.limitBytes / 1_048_576)} MiB of memory and was stopped. Let it hold less at a time.`,
      );
    case 'result-too-large':
      return failure(
        'output-too-large',
        `The ${what} returned more than ${Math.round(result.limitBytes / 1_048_576)} MiB. Return only what later nodes need.`,
      );
    case 'cancelled':
      return failure('cancelled', `The ${what} was stopped because the execution was.`);
  }
}
