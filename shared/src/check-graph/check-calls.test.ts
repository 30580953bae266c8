import { describe, expect, it } from 'vitest';
import type { Callee } from '../callee.ts';
import { checkGraph } from '../check-graph.ts';
import { type GraphNode, graph } from '../workflow.ts';

const BILL = '018f0000-0000-7000-8000-000000000001';
const schema = {
  type: 'object',
  required: ['number', 'customer'],
  properties: {
    number: { type: 'string' },
    total: { type: 'number' },
    customer: { type: 'object', required: ['email'] },
  },
  additionalProperties: false,
};

const problemsOf = (config: GraphNode['config'], callee?: Callee, hook: GraphNode['config'] = {}) => {
  const position = { x: 0, y: 0 };
  const drawn = graph.parse({
    nodes: [
      { id: 'hook', type: 'webhook', name: 'Hook', position, config: hook },
      { id: 'call', type: 'call-workflow', name: 'Call', position, config: { workflowId: BILL, ...config } },
    ],
    edges: [{ id: 'e', source: 'hook', target: 'call' }],
  });
  return checkGraph(drawn, (id) => (id === BILL ? callee : undefined)).map(
    ({ path, message }) => `${path}: ${message}`,
  );
};
const bill: Callee = { kind: 'found', name: 'Bill', bodySchema: schema };

describe('a node that calls a workflow', () => {
  it('has a problem where that does not exist', () => {
    expect(problemsOf({}, { kind: 'missing' })).toEqual([
      'workflowId: The workflow that this calls does not exist any more. Choose another one.',
    ]);
  });

  it('is not the only one: what is to run after a failure has to exist, too', () => {
    const handled = (callee: Callee) =>
      problemsOf({ workflowId: BILL.replace(/1$/, '2') }, callee, { onFailure: { workflowId: BILL } });
    expect(handled({ kind: 'missing' })).toEqual([expect.stringMatching(/^onFailure.workflowId: .* does not exist/)]);
    expect(handled(bill)).toEqual([]);
  });

  it('has none while nobody knows, where none is chosen, or where anything is taken', () => {
    expect(problemsOf({ body: 12 })).toEqual([]);
    expect(problemsOf({ body: 12 }, { kind: 'found', name: 'Bill' })).toEqual([]);
    expect(problemsOf({ workflowId: '' }, { kind: 'missing' })).toEqual(['workflowId: Choose a workflow.']);
  });

  it.each([
    ['the input', undefined],
    ['a template', '{{ input.order }}'],
    ['an object of templates', { number: 'No. {{ input.id }}', total: '{{ input.total }}', customer: '{{ input }}' }],
  ])('has none for a body that may fit: %s', (_, body) => {
    expect(problemsOf(body === undefined ? {} : { body }, bill)).toEqual([]);
  });

  it('says of each member what is certain not to fit', () => {
    const body = { total: '{{ input.total }} EUR', customer: { name: 'Ada' }, note: '{{ input.note }}' };
    expect(problemsOf({ body }, bill)).toEqual([
      'body.number: "Bill" needs "number", which is missing here.',
      'body.total: "Bill" does not take this: "total" must be a number.',
      'body.customer.email: "Bill" needs "customer.email", which is missing here.',
      'body.note: "Bill" does not take this: "note" must not be there.',
    ]);
    expect(problemsOf({ body: 'An order of {{ input.id }}' }, bill)).toEqual([
      'body: "Bill" does not take this: the body must be an object.',
    ]);
  });
});
