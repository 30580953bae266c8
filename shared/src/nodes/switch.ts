import { z } from 'zod';
import { conditionGroup, describeCondition } from './condition.ts';
import { defineNode, type NodePorts } from './define-node.ts';

const MAX_BRANCHES = 50;
/** The port of what fits no branch. */
export const OTHERWISE = 'otherwise';
/** Ports that mean something else. */
const TAKEN = new Set(['in', 'out', 'error', OTHERWISE]);

const branch = z.object({
  /** Its port, which edges name: it stays when the branch is renamed or moved. */
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'Use up to 32 lower-case letters, digits and hyphens.')
    .refine((id) => !TAKEN.has(id), 'This id means another port. Choose another one.'),
  name: z
    .string()
    .trim()
    .min(1, 'Name the branch.')
    .max(60)
    .refine((name) => !name.includes('{{'), 'The name of a branch is plain text.'),
  when: conditionGroup,
});
export type SwitchBranch = z.infer<typeof branch>;

const branches = z
  .array(branch)
  .min(1, 'Add a branch.')
  .max(MAX_BRANCHES)
  .superRefine((list, context) => {
    for (const [index, { id, name }] of list.entries()) {
      const before = list.slice(0, index);
      if (before.some((other) => other.id === id))
        context.addIssue({ code: 'custom', message: `Two branches have the id "${id}".`, path: [index, 'id'] });
      if (before.some((other) => other.name === name))
        context.addIssue({ code: 'custom', message: `Two branches are called "${name}".`, path: [index, 'name'] });
    }
  });

export const switchType = defineNode({
  type: 'switch',
  label: 'Switch',
  description: 'Sends its input by the branches whose conditions hold.',
  group: 'flow',
  icon: 'split',
  effect: 'none',
  ports: ({ branches: list }): NodePorts => {
    const named = (Array.isArray(list) ? list : []).filter((each) => typeof each?.id === 'string');
    const labels = new Map(named.map(({ id, name }, index) => [id, name || `Branch ${index + 1}`]));
    return {
      in: ['in'],
      out: [...labels.keys(), OTHERWISE],
      labels: labels.set(OTHERWISE, 'Otherwise'),
      main: OTHERWISE,
    };
  },
  config: z.object({
    mode: z.enum(['first', 'all']).default('first').meta({
      title: 'Which branches are taken',
      description: 'First: the topmost one whose conditions hold. All: every one whose conditions hold.',
    }),
    branches: branches.meta({ title: 'Branches' }),
  }),
  initial: {
    mode: 'first',
    branches: [{ id: 'branch-1', name: 'Branch 1', when: { all: [{ left: '', is: 'equals', right: '' }] } }],
  },
  code: {},
  secretFields: [],
  timeoutMs: 1_000,
  summary: ({ mode, branches: list }) => {
    const [only, ...more] = list ?? [];
    if (more.length === 0) return (only && describeCondition(only.when)) || 'No condition yet';
    return mode === 'all' ? `all that hold of ${more.length + 1}` : `the first that holds of ${more.length + 1}`;
  },
  help: 'Passes its input on unchanged by the first branch whose conditions hold, or by *all* that do; by *Otherwise* when none does. Conditions are those of a filter. Edges stay with their branch when it is renamed or moved; a branch that leads nowhere ends there, with its input as the output.',
  example: {
    says: 'Orders above 1000 go one way, those from Germany another, the rest a third.',
    config: {
      mode: 'first',
      branches: [
        {
          id: 'large',
          name: 'Large',
          when: { all: [{ left: '{{ input.amount }}', is: 'greater-than', right: 1_000 }] },
        },
        { id: 'germany', name: 'Germany', when: { all: [{ left: '{{ input.country }}', is: 'equals', right: 'DE' }] } },
      ],
    },
    inputs: { Order: { amount: 80, country: 'DE' } },
    output: { amount: 80, country: 'DE' },
    ports: ['germany'],
  },
});
