import { parseBody } from '../body/parse-body.ts';
import { newId } from '../new-id.ts';
import type { NewDelivery } from '../store/store.ts';
import type { ExecutionWork } from './engine.ts';
import type { Ended } from './follow-up-of.ts';

/** A larger body of the delivery is left out of what is handed over; it stands in the history. */
const MAX_BODY_BYTES = 262_144;

interface HandOver {
  /** The workflow that handles the failure. */
  readonly workflowId: string;
  /** How often the whole execution was tried. */
  readonly attempts: number;
}

/** A failure as the delivery to the workflow that handles it. */
export function failureDelivery(work: ExecutionWork, ended: Ended, { workflowId, attempts }: HandOver): NewDelivery {
  const { delivery } = work;
  const body = {
    workflow: { id: work.workflowId, name: work.workflowName, version: work.version },
    execution: {
      id: work.id,
      attempts,
      createdAt: new Date(work.createdAt).toISOString(),
      failedAt: new Date(ended.finishedAt).toISOString(),
    },
    error: ended.error,
    delivery: {
      id: delivery.id,
      receivedAt: new Date(delivery.receivedAt).toISOString(),
      method: delivery.method,
      path: delivery.path,
      query: delivery.query,
      headers: Object.fromEntries(delivery.headers.map(([name, value]) => [name.toLowerCase(), value])),
      ...bodyOf(work),
    },
  };
  return {
    id: newId(),
    workflowId,
    outcome: 'accepted',
    status: 200,
    reason: `Millrace handed over the failure of an execution of “${work.workflowName}”.`,
    method: 'POST',
    path: '',
    query: '',
    headers: [
      ['content-type', 'application/json'],
      ['x-millrace-event', 'execution.failed'],
      ['x-millrace-workflow', work.workflowId],
      ['x-millrace-execution', work.id],
    ],
    contentType: 'application/json',
    remoteAddress: '',
    body: Buffer.from(JSON.stringify(body)),
    verification: { preset: 'internal', secret: null },
    test: false,
    receivedAt: ended.finishedAt,
  };
}

function bodyOf({ delivery, body }: ExecutionWork): { body: unknown; bodyOmitted: boolean } {
  if (delivery.body.byteLength > MAX_BODY_BYTES) return { body: null, bodyOmitted: true };
  if (body) return { body: body.value, bodyOmitted: false };
  const parsed = parseBody(delivery.contentType, delivery.body);
  return { body: parsed.kind === 'problem' ? null : parsed.value, bodyOmitted: parsed.kind === 'problem' };
}
