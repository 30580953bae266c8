import { OTHERWISE, switchType } from '@millrace/shared/nodes/switch';
import { holds } from './condition.ts';
import { implement } from './implement.ts';

/** Passes its input on by the branches whose conditions hold. */
export const switchNode = implement(switchType, (_context, { mode, branches }) => {
  const taken =
    mode === 'all' ? branches.filter(({ when }) => holds(when)) : [branches.find(({ when }) => holds(when))];
  const ports = taken.flatMap((branch) => branch?.id ?? []);
  return { kind: 'fork', ports: ports.length > 0 ? ports : [OTHERWISE] };
});
