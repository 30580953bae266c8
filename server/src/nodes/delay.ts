import { delay } from '@millrace/shared/nodes/delay';
import { implement } from './implement.ts';
import { waitUntil } from './wait-until.ts';

export const delayNode = implement(delay, ({ nodeName }, { wait }) => ({
  kind: 'wait',
  until: waitUntil(wait, Date.now(), nodeName),
  port: 'out',
}));
