import { scopePathsOf } from '@millrace/shared/template/scope-paths';
import { expect, test } from 'vitest';
import { compileGraph } from './compile-graph.ts';
import { ExecutionScope } from './execution-scope.ts';
import { StepValue } from './step-value.ts';

const at = { x: 0, y: 0 };
const edge = (source: string, target: string) => ({
  ...{ id: `${source}-${target}`, source, sourceHandle: 'out', target, targetHandle: 'in' },
});
const script = (id: string, name: string) => ({
  ...{ id, type: 'script', name, position: at, config: { code: 'return input' }, settings: {} },
});
const compiled = compileGraph(
  {
    nodes: [
      { id: 'hook', type: 'webhook', name: 'Hook', position: at, config: {}, settings: {} },
      script('a', 'A'),
      script('b', 'B'),
      script('c', 'Aside'),
    ],
    edges: [edge('hook', 'a'), edge('a', 'b'), edge('hook', 'c')],
  },
  null,
);
if (compiled.kind !== 'plan') throw new Error(compiled.message);
const { plan } = compiled;

const body = { items: [1, 2], customer: { email: 'ada@example.com', name: 'Ada' } };

/** What node B gets of the scope, parsed. */
function scopeFor(source: string): Record<string, unknown> {
  const scope = new ExecutionScope(
    plan,
    {
      ...{ id: 'x', workflowId: 'w', workflowName: 'W', version: 1, origin: { kind: 'test' }, createdAt: 0 },
      delivery: {
        ...{ id: 'd', workflowId: 'w', receivedAt: 0, method: 'POST', path: '/', query: 'n=1', headers: [['A', 'b']] },
        ...{ contentType: 'application/json', body: Buffer.from(JSON.stringify(body)) },
        ...{ outcome: 'accepted', status: 202, reason: null, remoteAddress: '127.0.0.1', test: true },
        verification: { preset: 'none', secret: null },
      },
    },
    body,
    (executionId, nodeId) => `/resume/${executionId}/${nodeId}`,
  );
  const put = (id: string, value: StepValue) => {
    scope.outputs[plan.byId.get(id) ?? -1] = value;
  };
  put('hook', StepValue.ofBody(body));
  put('a', StepValue.of('a', { sum: 3, list: [1], deep: { x: 1, y: 2 } }));
  put('c', StepValue.of('c', { hidden: true }));
  const node = plan.nodes[plan.byId.get('b') ?? -1];
  if (!node) throw new Error('The node B is missing.');
  const json = scope.json(scopePathsOf(source, 'expression'), node, scope.outputs[plan.byId.get('a') ?? -1]);
  return Object.fromEntries(Object.entries(json).map(([root, text]) => [root, JSON.parse(text)]));
}

const hook = { output: body };
const a = { output: { sum: 3, list: [1], deep: { x: 1, y: 2 } } };
const trigger = { id: 'd', receivedAt: '1970-01-01T00:00:00.000Z', method: 'POST', path: '/', params: {} };
const whole = { ...trigger, query: { n: '1' }, headers: { a: 'b' }, body };

test.each<[string, Record<string, unknown>]>([
  ['input.deep.x', { input: { deep: { x: 1 } } }],
  ['input.gone', { input: a.output }],
  ['input', { input: a.output }],
  ['trigger.body.items.length', { trigger: { body: { items: [1, 2] } } }],
  ['trigger.body.gone', { trigger: { body } }],
  [
    'trigger.body.customer.name + trigger.headers.a',
    { trigger: { body: { customer: { name: 'Ada' } }, headers: { a: 'b' } } },
  ],
  ['trigger.gone', { trigger: whole }],
  ['trigger', { trigger: whole }],
  ['steps.A.output.sum', { steps: { A: { output: { sum: 3 } } } }],
  ['steps.A.output.gone', { steps: { A: a } }],
  ['steps.A.output', { steps: { A: a } }],
  ['steps.A.gone', { steps: { A: a } }],
  ['steps.A.gone + steps.A.output.sum', { steps: { A: a } }],
  [
    'steps.A.output.sum + steps.Hook.output.items',
    { steps: { A: { output: { sum: 3 } }, Hook: { output: { items: [1, 2] } } } },
  ],
  ['steps.Aside.output.hidden', { steps: { A: a, Hook: hook } }],
  ['steps.Gone', { steps: { A: a, Hook: hook } }],
  ['workflow.name', { workflow: { id: 'w', name: 'W', version: 1 } }],
  ['secrets.A + input.sum', { input: { sum: 3 } }],
  ['1 + 1', {}],
])('%s gets what it can read', (source, scope) => {
  expect(scopeFor(source)).toEqual(scope);
});
