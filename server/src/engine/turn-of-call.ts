import type { ExecutionRecord } from '../store/history-store.ts';
import type { Store, Turn } from '../store/store.ts';
import { callRefused } from './call-refused.ts';
import type { PublishedCallee } from './published-callee.ts';
import { waitingCircle } from './waiting-circle.ts';

/** Workflows that call each other in a circle stop there. */
const MAX_DEPTH = 10;

/** The step that calls. */
interface Caller {
  readonly store: Pick<Store, 'getRoute' | 'getExecutionSummary'>;
  readonly executionId: string;
  readonly nodeName: string;
}

/**
 * When the turn of a call comes: never behind what waits for the call.
 * @param turn as the callee's webhook node says of any delivery
 * @throws StepFailure where executions would wait for each other, or too many called each other
 */
export async function turnOfCall(
  caller: Caller,
  callee: PublishedCallee,
  waits: boolean,
  turn: Turn | undefined,
): Promise<Turn | undefined> {
  const { store, nodeName } = caller;
  const { workflowId, name, graph, trigger } = callee;
  const waiting = await waitingFor(caller, name, waits);
  const isInside = waiting.has(workflowId);
  const most = trigger.limits.concurrentExecutions;
  if (isInside && most !== undefined) {
    throw callRefused(
      'waits-for-itself',
      `"${nodeName}" calls "${name}", which itself waits for what is called here, and of which only ${most} may run at a time: they could wait for each other for ever. Take that limit out, or do not wait for the output.`,
    );
  }
  // What waits for this one has the turn of the key already.
  if (turn && isInside) return { ...turn, key: null };
  const keepsOrder = turn !== undefined && turn.key !== null;
  const circle = keepsOrder && waiting.size > 0 ? await waitingCircle(store, graph, waiting) : undefined;
  if (circle === undefined) return turn;
  throw callRefused(
    'wait-for-each-other',
    `"${nodeName}" calls "${name}", which calls "${circle}" in turn. Both keep an order and wait for what they call: they could wait for each other for ever. Let one of them keep no order, or not wait for the output.`,
  );
}

/**
 * The workflows that would wait for the called one, by their ids.
 * @throws StepFailure where too many called each other
 */
async function waitingFor(
  { store, executionId, nodeName }: Caller,
  callee: string,
  waits: boolean,
): Promise<ReadonlySet<string>> {
  const waiting = new Set<string>();
  let isWaitedFor = waits;
  let caller: string | undefined = executionId;
  for (let depth = 0; caller !== undefined; depth++) {
    if (depth >= MAX_DEPTH) {
      throw callRefused(
        'too-many-calls',
        `"${nodeName}" would call "${callee}" from inside ${MAX_DEPTH} calls. Workflows that call each other in a circle never end: take one of the calls out.`,
      );
    }
    const summary = await store.getExecutionSummary(caller);
    if (isWaitedFor && summary) waiting.add(summary.workflowId);
    const origin: ExecutionRecord['origin'] | undefined = summary?.origin;
    caller = origin?.kind === 'call' ? origin.of : undefined;
    isWaitedFor &&= origin?.kind === 'call' && origin.stepKey !== null;
  }
  return waiting;
}
