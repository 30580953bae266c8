import { waitForWebhook } from '@millrace/shared/nodes/wait-for-webhook';
import { implement } from './implement.ts';
import { waitUntil } from './wait-until.ts';

export const waitForWebhookNode = implement(waitForWebhook, ({ nodeName }, { limit }) => ({
  kind: 'wait',
  until: limit.kind === 'none' ? null : waitUntil(limit, Date.now(), nodeName),
  port: 'timed-out',
}));
