import { switchType } from '@millrace/shared/nodes/switch';
import { expect, it } from 'vitest';
import { switchNode } from './switch.ts';
import { testContext } from './test-context.ts';

const branch = (id: string, holds: boolean) => ({
  id,
  name: id,
  when: { all: [{ left: holds, is: 'is-true' as const }, { any: [{ left: 1, is: 'equals' as const, right: '1' }] }] },
});
const run = (mode: 'first' | 'all', ...holding: boolean[]) => {
  const branches = holding.map((holds, index) => branch(`branch-${index}`, holds));
  return switchNode.execute(testContext().context, switchType.config.parse({ mode, branches }), {});
};

it('takes the first branch that holds', () => {
  expect(run('first', false, true, true)).toEqual({ kind: 'fork', ports: ['branch-1'] });
});

it('takes all branches that hold', () => {
  expect(run('all', true, false, true)).toEqual({ kind: 'fork', ports: ['branch-0', 'branch-2'] });
});

it.each(['first', 'all'] as const)('takes the other port when none holds: %s', (mode) => {
  expect(run(mode, false, false)).toEqual({ kind: 'fork', ports: ['otherwise'] });
});
