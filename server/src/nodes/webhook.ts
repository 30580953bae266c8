import { webhook } from '@millrace/shared/nodes/webhook';
import { implement } from './implement.ts';

/** Hands the body on, which the engine gives it as its input. */
export const webhookNode = implement(webhook, () => ({ kind: 'pass', port: 'out' }));
