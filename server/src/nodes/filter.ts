import { filter } from '@millrace/shared/nodes/filter';
import { holds } from './condition.ts';
import { implement, type NodeResult } from './implement.ts';

const PASS: NodeResult = { kind: 'pass', port: 'out' };
const STOP: NodeResult = { kind: 'stop' };

/** Passes its input on when the conditions hold, or the expression is truthy as in JavaScript. */
export const filterNode = implement(filter, (context, config) => {
  if ('expression' in config) return context.evaluate('expression').then((value) => (value ? PASS : STOP));
  return holds(config) ? PASS : STOP;
});
