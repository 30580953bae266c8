import type { ExecutionSummary } from '@millrace/shared/execution';
import type { Parts } from '../parts.ts';
import { noSuchExecution } from './no-such.ts';

/** Starts an execution that was just queued for a person who watches; where there is no room, it goes first come first served. */
export async function startNow(
  { store, engine }: Pick<Parts, 'store' | 'engine'>,
  executionId: string,
): Promise<ExecutionSummary> {
  const claimed = engine.hasRoom() ? await store.claimExecution(engine.instanceId, executionId, Date.now()) : undefined;
  if (claimed) engine.start(claimed);
  else engine.wake();
  const summary = await store.getExecutionSummary(executionId);
  if (!summary) throw noSuchExecution();
  return summary;
}
