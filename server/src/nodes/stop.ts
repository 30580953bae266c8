import { stop } from '@millrace/shared/nodes/stop';
import { implement } from './implement.ts';

/** A template may have put anything into a message, which stands in every list of executions. */
const MAX_MESSAGE_LENGTH = 1_000;

/** Ends the execution. */
export const stopNode = implement(stop, ({ nodeId, nodeName }, { end }) => {
  if (end.as === 'succeeded') return { kind: 'finish', value: end.output ?? null };
  const message = end.message.trim().slice(0, MAX_MESSAGE_LENGTH) || `"${nodeName}" ended the execution as failed.`;
  return { kind: 'fail', failure: { code: 'stopped', message, nodeId, nodeName } };
});
