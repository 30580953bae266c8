import type { OperationInput } from './operations.ts';
import type { WriteCall } from './write-outcome.ts';

type Run = (name: string, input: unknown, bytes: Uint8Array) => unknown;
type Accept = OperationInput<'acceptDelivery'>;
type Finish = OperationInput<'finishExecution'>;

/** An execution that is accepted and ended within one batch. */
interface Pair {
  readonly end: Finish;
  /** Whether the end was written together with the beginning. */
  isWritten: boolean;
}

/**
 * The writes of a batch, in order; `bytes` holds what travels beside them, one behind the other. An execution that is both
 * accepted and ended in the batch is written once, as ended, instead of being changed at once in every index.
 */
export function batchWrites(calls: readonly WriteCall[], bytes: Uint8Array, run: Run): (() => unknown)[] {
  const pairs = pairsOf(calls);
  let offset = 0;
  return calls.map(({ name, input, byteLength }) => {
    const own = bytes.subarray(offset, offset + byteLength);
    offset += byteLength;
    const pair = pairs.get(executionOf(name, input) ?? '');
    if (pair === undefined) return () => run(name, input, own);
    if (name === 'finishExecution') return () => (pair.isWritten && pair.end === input) || run(name, input, own);
    return () => {
      // A batch that was rolled back is tried again, one by one.
      pair.isWritten = false;
      const result = run(name, { ...(input as Accept), end: pair.end }, own);
      // A duplicate begins nothing, and so nothing ended.
      pair.isWritten = result === undefined;
      return result;
    };
  });
}

function pairsOf(calls: readonly WriteCall[]): Map<string, Pair> {
  const accepted = new Set<string>();
  const pairs = new Map<string, Pair>();
  for (const { name, input } of calls) {
    const id = executionOf(name, input);
    if (id === undefined) continue;
    if (name === 'acceptDelivery') accepted.add(id);
    // A new execution has epoch 1; anybody else's claim is looked at in the database.
    else if (accepted.delete(id) && (input as Finish).epoch === 1)
      pairs.set(id, { end: input as Finish, isWritten: false });
  }
  return pairs;
}

/** The execution that a call begins under an owner, unless it is a duplicate's; or ends. */
function executionOf(name: string, input: unknown): string | undefined {
  if (name === 'finishExecution') return (input as Finish).executionId;
  if (name !== 'acceptDelivery') return undefined;
  const { execution } = input as Accept;
  return execution?.columns[6] === 'running' ? execution.columns[0] : undefined;
}
