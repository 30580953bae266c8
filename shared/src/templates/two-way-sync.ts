import { templateEdges, templateNode, type WorkflowTemplate } from './workflow-template.ts';

/**
 * Changes of a record run one after the other, so that what is remembered of it cannot be outdated. It is the fields
 * that both sides agree on, and for each side what was written there and has not come back yet.
 *
 * A change that equals the agreed fields, or something awaited from its side, is an echo. Any other is new. When it
 * comes while an echo is awaited from its own side, both sides changed at once: what was written there has replaced it.
 * So it is written to both, and both end with the same fields.
 */
const decide = `const { id, fields } = trigger.body;
const from = trigger.params.side;
const to = from === "a" ? "b" : "a";
const sorted = (value) =>
  Array.isArray(value) ? value.map(sorted)
  : value !== null && typeof value === "object"
    ? Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]))
  : value;
const text = JSON.stringify(sorted(fields));
const before = input.value ?? { agreed: null, awaited: { a: [], b: [] } };
const awaited = { ...before.awaited };

// The echo of the latest write: a side reports in order, so nothing older is still to come.
if (text === before.agreed) {
  awaited[from] = [];
  return { writeA: false, writeB: false, state: { agreed: text, awaited } };
}
// The echo of a write that a newer one has replaced.
const echo = awaited[from].indexOf(text);
if (echo >= 0) {
  awaited[from] = awaited[from].filter((_, index) => index !== echo);
  return { writeA: false, writeB: false, state: { ...before, awaited } };
}
const targets = awaited[from].length > 0 ? ["a", "b"] : [to];
for (const side of targets) awaited[side] = [...awaited[side], text].slice(-20);
return {
  writeA: targets.includes("a"),
  writeB: targets.includes("b"),
  state: { agreed: text, awaited },
};`;

const write = (side: 'A' | 'B', row: number) =>
  templateNode([5, row], {
    id: `write-${side.toLowerCase()}`,
    type: 'http-request',
    name: `Write to ${side}`,
    config: {
      method: 'PUT',
      url: '',
      body: { kind: 'json', json: '{{ trigger.body.fields }}' },
      auth: { kind: 'bearer', secret: '' },
    },
    settings: {
      retry: { attempts: 5 },
      note: `Fill in the URL of a record in system ${side}, as https://${side.toLowerCase()}.example/records/{{ trigger.body.id }}, and the secret with its token.`,
    },
  });

export const twoWaySync: WorkflowTemplate = {
  id: 'two-way-sync',
  name: 'Two systems in step',
  description: 'Writes changes of each of two systems to the other one, without sending them back and forth.',
  blanks: (['a', 'b'] as const).flatMap((side) => [
    { nodeId: `write-${side}`, path: 'url', what: `The URL of a record in system ${side.toUpperCase()}.` },
    { nodeId: `write-${side}`, path: 'auth.secret', what: `The secret that holds the token of ${side.toUpperCase()}.` },
  ]),
  graph: {
    nodes: [
      templateNode([0, 1], {
        id: 'change',
        type: 'webhook',
        name: 'Change',
        config: { methods: ['POST'], path: '/:side', order: { kind: 'path', path: 'id' } },
        settings: {
          note: 'System A sends { id, fields } to the trigger URL with /a behind it, system B to /b. Changes of one record run one after the other.',
        },
      }),
      templateNode([1, 1], {
        id: 'valid',
        type: 'filter',
        name: 'From A or B',
        config: {
          all: [
            { left: '{{ trigger.params.side }}', is: 'one-of', right: ['a', 'b'] },
            { left: '{{ trigger.body.id }}', is: 'is-not-empty' },
            { left: '{{ trigger.body.fields }}', is: 'exists' },
          ],
        },
      }),
      templateNode([2, 1], {
        id: 'known',
        type: 'collection',
        name: 'What is known',
        config: { operation: 'get', collection: 'sync', key: '{{ trigger.body.id }}' },
      }),
      templateNode([3, 1], { id: 'decide', type: 'script', name: 'Decide', config: { code: decide } }),
      templateNode([4, 1], {
        id: 'where',
        type: 'switch',
        name: 'Where to',
        config: {
          mode: 'all',
          branches: [
            { id: 'to-a', name: 'To A', when: { all: [{ left: '{{ input.writeA }}', is: 'is-true' }] } },
            { id: 'to-b', name: 'To B', when: { all: [{ left: '{{ input.writeB }}', is: 'is-true' }] } },
          ],
        },
      }),
      write('A', 0),
      write('B', 1),
      templateNode([6, 1], {
        id: 'remember',
        type: 'collection',
        name: 'Remember it',
        config: {
          operation: 'put',
          collection: 'sync',
          key: '{{ trigger.body.id }}',
          value: '{{ steps["Decide"].output.state }}',
        },
      }),
    ],
    edges: templateEdges(
      'change → valid',
      'valid → known',
      'known → decide',
      'decide → where',
      'where.to-a → write-a',
      'where.to-b → write-b',
      'where.otherwise → remember',
      'write-a → remember',
      'write-b → remember',
    ),
  },
};
