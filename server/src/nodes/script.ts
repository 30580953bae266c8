import { script } from '@millrace/shared/nodes/script';
import { implement } from './implement.ts';

export const scriptNode = implement(script, async (context) => ({
  kind: 'output',
  port: 'out',
  value: await context.evaluate('code'),
}));
