import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkGraph } from './check-graph.ts';
import { nodeDefinitions } from './nodes/index.ts';
import { type Graph, graph as graphSchema } from './workflow.ts';

type Node = Record<string, unknown> & { id: string; type: string };

/** `a → b`, `a.error → b`; nodes are called like their ids unless they say otherwise. */
const graphOf = (nodes: readonly Node[], edges: readonly string[] = []): Graph =>
  graphSchema.parse({
    nodes: nodes.map((node) => ({ name: node.id, position: { x: 0, y: 0 }, ...node })),
    edges: edges.map((edge) => {
      const [from = '', target = ''] = edge.split(' → ');
      const [source = '', sourceHandle = 'out'] = from.split('.');
      return { id: edge, source, sourceHandle, target };
    }),
  });

const hook = { id: 'hook', type: 'webhook' };
const script = (id: string, code = 'return input;') => ({ id, type: 'script', config: { code } });
const request = (config: Record<string, unknown>) => ({
  id: 'call',
  type: 'http-request',
  config: { url: 'https://x.example', ...config },
});

const each = { id: 'each', type: 'for-each', config: {} };

const branch = (id: string) => ({ id, name: id, when: { all: [{ left: '{{ input.vip }}', is: 'is-true' }] } });

/** Problems of the nodes behind a webhook, without what the test is not about. */
const problemsOf = (...nodes: readonly Node[]) =>
  checkGraph(
    graphOf(
      [hook, ...nodes],
      nodes.map(({ id }, at) => `${nodes[at - 1]?.id ?? 'hook'} → ${id}`),
    ),
  );

describe('checkGraph', () => {
  it('finds nothing wrong with the example of the documentation', () => {
    const graph = graphOf(
      [
        { id: 'hook', type: 'webhook', name: 'Order', config: { methods: ['POST'], respond: 'when-finished' } },
        {
          id: 'big',
          type: 'filter',
          config: { all: [{ left: '{{ trigger.body.amount }}', is: 'greater-than', right: 1000 }] },
        },
        {
          id: 'map',
          type: 'transform',
          config: { keep: 'none', set: [{ path: 'email', value: '{{ steps["Order"].output.email }}' }] },
        },
        script('sum', 'return { ...input, total: trigger.body.items.reduce((sum, item) => sum + item.price, 0) };'),
        request({
          method: 'POST',
          body: { kind: 'json', json: '{{ input }}' },
          headers: [{ name: 'x', value: 'a {{ secrets.B }}' }],
        }),
      ],
      ['hook → big', 'big → map', 'map → sum', 'sum → call'],
    );
    expect(checkGraph(graph)).toEqual([]);
  });

  it('accepts what every node type starts with, once it is filled in and holds what it has to', () => {
    for (const { type, initial } of nodeDefinitions) {
      const problems =
        type === 'webhook'
          ? checkGraph(graphOf([{ ...hook, config: initial }]))
          : problemsOf({ id: 'x', type, config: initial });
      for (const problem of problems) expect(problem.code).toMatch(/^invalid-config$|^misplaced$/);
    }
  });

  it.each<[string, Graph, object]>([
    ['no webhook', graphOf([script('a')]), { code: 'no-webhook' }],
    ['two webhooks', graphOf([hook, { ...hook, id: 'other' }]), { code: 'several-webhooks', nodeId: 'other' }],
    [
      'an unknown type',
      graphOf([hook, { id: 'a', type: 'teleport' }], ['hook → a']),
      { code: 'unknown-node-type', nodeId: 'a' },
    ],
    [
      'a missing node',
      graphOf([hook], ['hook → gone']),
      { code: 'dangling-edge', edgeId: 'hook → gone', nodeId: 'hook' },
    ],
    [
      'an unknown output',
      graphOf([hook, script('a')], ['hook → a', 'hook.error → a']),
      { code: 'unknown-port', edgeId: 'hook.error → a' },
    ],
    [
      'a branch that was removed',
      graphOf(
        [hook, { id: 'sort', type: 'switch', config: { branches: [branch('vip')] } }, script('a'), script('b')],
        ['hook → sort', 'sort.vip → a', 'sort.otherwise → a', 'sort.gone → b'],
      ),
      {
        code: 'unknown-port',
        edgeId: 'sort.gone → b',
        message:
          'The edge from "sort" to "b" leaves by a branch that does not exist. Remove it, or draw it from another branch.',
      },
    ],
    [
      'an edge behind a stop',
      graphOf([hook, { id: 'end', type: 'stop', config: {} }, script('a')], ['hook → end', 'end → a']),
      { code: 'unknown-port', nodeId: 'end' },
    ],
    [
      'an edge into the webhook',
      graphOf([hook, script('a')], ['hook → a', 'a → hook']),
      { code: 'unknown-port', nodeId: 'hook' },
    ],
    [
      'a circle',
      graphOf([hook, script('a'), script('b')], ['hook → a', 'a → b', 'b → a']),
      { code: 'cycle', nodeId: 'a', message: expect.stringContaining('"a", "b"') },
    ],
    ['an edge to itself', graphOf([hook, script('a')], ['hook → a', 'a → a']), { code: 'cycle', nodeId: 'a' }],
    ['an unconnected node', graphOf([hook, script('a')]), { code: 'unreachable', nodeId: 'a' }],
    ['an empty container', graphOf([hook, each], ['hook → each']), { code: 'misplaced', nodeId: 'each' }],
    [
      'a node in one that holds none',
      graphOf([hook, script('a'), { ...script('b'), parentId: 'a' }], ['hook → a', 'hook → b']),
      { code: 'misplaced', nodeId: 'b', message: '"b" stands in a node that holds no others. Move it out.' },
    ],
    [
      'a node that may stand in no other',
      graphOf([hook, each, { id: 'answer', type: 'respond', config: {}, parentId: 'each' }], ['hook → each']),
      { code: 'misplaced', nodeId: 'answer' },
    ],
    [
      'an edge through a frame',
      graphOf([hook, each, { ...script('a'), parentId: 'each' }, script('b')], ['hook → each', 'a → b']),
      { code: 'misplaced', edgeId: 'a → b' },
    ],
    [
      'an item where there is none',
      graphOf([hook, request({ url: 'https://x.example/{{ item.id }}' })], ['hook → call']),
      { code: 'invalid-expression', nodeId: 'call' },
    ],
    [
      'an order by what is not there yet',
      graphOf([{ ...hook, config: { order: { kind: 'expression', key: '{{ input.id ?? trigger.body.id }}' } } }]),
      {
        ...{ code: 'invalid-expression', nodeId: 'hook', path: 'order.key' },
        message: '"input" is not known to this node. It can read trigger.',
      },
    ],
    [
      'an order by a secret',
      graphOf([{ ...hook, config: { order: { kind: 'expression', key: '{{ secrets.A }}' } } }]),
      { code: 'invalid-expression', message: '"secrets" is not known to this node. It can read trigger.' },
    ],
    [
      'the resume URL of what does not wait',
      graphOf([hook, request({ url: '{{ steps["hook"].resumeUrl }}' })], ['hook → call']),
      { code: 'invalid-expression', message: '"hook" has no resume URL. A "Wait for webhook" node has one.' },
    ],
    [
      'a repeated name',
      graphOf([hook, { ...script('a'), name: 'hook' }], ['hook → a']),
      { code: 'duplicate-name', nodeId: 'a' },
    ],
    [
      'a repeated id',
      graphOf([hook, script('a'), { ...script('a'), name: 'b' }], ['hook → a']),
      { code: 'duplicate-id', nodeId: 'a' },
    ],
  ])('names %s', (_, graph, expected) => {
    expect(checkGraph(graph)).toContainEqual(expect.objectContaining(expected));
  });

  it('names one circle once, and not what is behind it', () => {
    const graph = graphOf([hook, script('a'), script('b'), script('c')], ['hook → a', 'a → b', 'b → a', 'b → c']);
    expect(checkGraph(graph)).toEqual([expect.objectContaining({ code: 'cycle' })]);
  });

  it('knows the error port of a node that branches', () => {
    const branching = { ...script('a'), settings: { onError: 'branch' } };
    expect(checkGraph(graphOf([hook, branching, script('b')], ['hook → a', 'a.error → b']))).toEqual([]);
  });

  it.each<[string, Node, string, string | undefined]>([
    ['a missing URL', { id: 'call', type: 'http-request', config: {} }, 'This is missing.', 'url'],
    ['an empty URL', request({ url: ' ' }), 'Give the URL to call.', 'url'],
    ['a wrong kind', { id: 'a', type: 'script', config: { code: 7 } }, 'This has to be a text.', 'code'],
    [
      'an unknown method',
      request({ method: 'FETCH' }),
      'This has to be one of GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS.',
      'method',
    ],
    ['a number out of range', request({ redirects: 99 }), 'This can be at most 20.', 'redirects'],
    [
      'an empty operand',
      { id: 'a', type: 'filter', config: { all: [{ left: '', is: 'equals' }] } },
      'Say what to compare.',
      'all[0].left',
    ],
    ['no condition', { id: 'a', type: 'filter', config: { any: [] } }, 'Add a condition.', 'any'],
    [
      'a filter of nothing',
      { id: 'a', type: 'filter', config: { some: [] } },
      'A filter holds one of all, any or expression.',
      undefined,
    ],
    [
      'a field without a name',
      { id: 'a', type: 'transform', config: { set: [{ path: '', value: 1 }] } },
      'Name a field.',
      'set[0].path',
    ],
    [
      'a path that is none',
      { id: 'a', type: 'transform', config: { remove: ['a..b'] } },
      'Write a path as customer.email or items[0].price.',
      'remove[0]',
    ],
    [
      'a status out of range',
      { id: 'a', type: 'respond', config: { status: 99 } },
      'This has to be at least 200.',
      'status',
    ],
    [
      'a status in words',
      { id: 'a', type: 'respond', config: { status: 'ok' } },
      'Give a number or an expression in {{ }}.',
      'status',
    ],
  ])('says what to do about %s', (_, node, message, path) => {
    expect(problemsOf(node)).toEqual([{ code: 'invalid-config', message, nodeId: node.id, ...(path && { path }) }]);
  });

  it.each<[string, Node, RegExp, string]>([
    ['an unclosed template', request({ url: 'https://x/{{ input.a' }), /no matching }}/, 'url'],
    ['an expression that does not parse', request({ url: '{{ input. + }}' }), /line 1/, 'url'],
    ['an empty expression', request({ url: '{{ }}' }), /empty/, 'url'],
    ['a script that does not parse', script('a', 'return {;'), /line 1/, 'code'],
    [
      'a step that does not exist',
      request({ body: { kind: 'json', json: { a: ['{{ steps["Nobody"].output }}'] } } }),
      /No node is called "Nobody"/,
      'body.json.a[0]',
    ],
    [
      'a step that does not exist, in an expression',
      request({ url: '{{ steps.Nobody.output + 1 }}' }),
      /"Nobody"/,
      'url',
    ],
    ['a step that does not exist, in a script', script('a', 'return steps["Nobody"].output;'), /"Nobody"/, 'code'],
    ['itself as a step', script('a', 'return steps.a.output;'), /does not lead to this node/, 'code'],
    ['a step without output', request({ url: '{{ steps.hook.body }}' }), /steps\["hook"\]\.output/, 'url'],
    [
      'a secret in the wrong field',
      { id: 'a', type: 'respond', config: { body: { kind: 'json', json: '{{ secrets.A }}' } } },
      /cannot be used/,
      'body.json',
    ],
    ['a secret in an expression', request({ url: '{{ secrets.A + 1 }}' }), /stand alone/, 'url'],
    ['a secret that is followed into', request({ url: '{{ secrets.A.b }}' }), /secrets\.NAME/, 'url'],
    ['a secret in a script', script('a', 'return secrets.A;'), /Code cannot read secrets/, 'code'],
  ])('names %s', (_, node, message, path) => {
    expect(problemsOf(node)).toEqual([
      { code: 'invalid-expression', message: expect.stringMatching(message), nodeId: node.id, path },
    ]);
  });

  it('does not take a member called secrets, or a text, for a secret', () => {
    expect(
      problemsOf(script('a', 'const { secrets: own } = input; return [input.secrets, own, "secrets.A"];')),
    ).toEqual([]);
  });

  it('tells what a node may see by the edges, not by the order', () => {
    const nodes = [hook, script('a'), script('b', 'return steps.a.output;')];
    expect(checkGraph(graphOf(nodes, ['hook → a', 'hook → b']))).toEqual([
      expect.objectContaining({ code: 'invalid-expression', nodeId: 'b' }),
    ]);
    expect(checkGraph(graphOf(nodes, ['hook → a', 'a → b']))).toEqual([]);
  });

  it('never throws', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('__proto__', '{{ input }}', '{{', 'steps["a"]', 'constructor', ''),
    );
    const id = fc.oneof(fc.constantFrom('a', 'b', 'c', '__proto__'), fc.string({ minLength: 1 }));
    const config = fc.dictionary(
      fc.oneof(text, fc.constantFrom('code', 'all', 'any', 'set', 'url', 'headers', 'body', 'status', 'expression')),
      fc.oneof(fc.anything(), text, fc.array(fc.dictionary(text, text))),
    );
    const node = fc.record({
      id,
      type: fc.constantFrom(...nodeDefinitions.map(({ type }) => type as string), 'unknown', '__proto__'),
      name: fc.oneof(text, id),
      position: fc.constant({ x: 0, y: 0 }),
      config,
    });
    const edge = fc.record({
      id,
      source: id,
      sourceHandle: fc.constantFrom('out', 'error', 'x'),
      target: id,
      targetHandle: fc.constantFrom('in', 'x'),
    });
    fc.assert(
      fc.property(
        fc.record({ nodes: fc.array(node, { maxLength: 8 }), edges: fc.array(edge, { maxLength: 16 }) }),
        (graph) => {
          expect(Array.isArray(checkGraph(graph as Graph))).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('looks at a graph of a thousand nodes in a chain', () => {
    const nodes = Array.from({ length: 999 }, (_, at) => script(`n${at}`));
    expect(problemsOf(...nodes)).toEqual([]);
  });
});
