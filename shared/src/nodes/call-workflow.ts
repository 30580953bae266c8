import { z } from 'zod';
import { defineNode } from './define-node.ts';

export const callWorkflow = defineNode({
  type: 'call-workflow',
  label: 'Call workflow',
  description: 'Runs another workflow, and waits for its output if that is wanted.',
  group: 'action',
  icon: 'workflow',
  effect: 'wait',
  startsSomething: true,
  ports: { in: ['in'], out: ['out'] },
  config: z.object({
    workflowId: z.uuid('Choose a workflow.').meta({ title: 'Workflow', widget: 'workflow' }),
    body: z.unknown().default('{{ input }}').meta({
      title: 'Body',
      description:
        'What it gets as `trigger.body`. With a JSON Schema of an object at its webhook node, its fields are offered here.',
      widget: 'json',
    }),
    mode: z.enum(['wait', 'start']).default('wait').meta({
      title: 'Its output',
      description: 'Wait: this node puts it out, and fails if that workflow does. Start: this node goes on at once.',
    }),
  }),
  initial: { workflowId: '', body: '{{ input }}' },
  code: {},
  secretFields: [],
  timeoutMs: 10_000,
  summary: ({ mode }) => (mode === 'start' ? 'starts another workflow' : 'waits for another workflow'),
  help: 'The other workflow runs in its published version, as if a delivery had come to it: it has an execution of its own in the history, with a link back. However long it takes, waiting for it costs nothing and survives restarts. Use it for what several workflows do alike, as sending a message in the format of your team. A JSON Schema under *Check the body* of its webhook node says what it takes: the form here then has a field for each member, and what would not fit is marked before anything runs. With *start*, the output is the id of its execution.',
  example: {
    says: 'Hands an alert to the workflow that tells the team, and takes what it says. Choose that workflow.',
    config: { workflowId: '', body: { text: '{{ input.host }} is {{ input.state }}' }, mode: 'wait' },
    keeps: ['workflowId'],
    inputs: { Alert: { host: 'db-2', state: 'down' } },
    outside: { gets: { text: 'db-2 is down' }, answers: { told: 3 } },
    output: { told: 3 },
  },
});
