import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { startTargetServer, type TargetServer } from '../support/target-server.ts';

const HOSTILE = '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}},"a":1}';
const watch = new URL('../support/watch-prototypes.ts', import.meta.url);

let server: RunningServer;
/** Sends back what it gets. */
let target: TargetServer;
beforeAll(async () => {
  target = await startTargetServer(({ body }, response) => {
    response.setHeader('content-type', 'application/json').end(body);
  });
  server = await startServer({ env: { NODE_OPTIONS: `--import=${watch}`, MILLRACE_ALLOW_TARGETS: target.host } });
});
afterAll(async () => {
  await server?.close();
  await target?.close();
});

interface Node {
  readonly type: string;
  readonly config: Record<string, unknown>;
}
/** What a workflow of one node, and the one that answers behind it, answers to a body. */
const answerOf = async (node: Node, { body = HOSTILE, answer = '{{ input }}' as unknown } = {}): Promise<string> => {
  const graph = graphOf([
    { id: 'hook', type: 'webhook', config: { respond: 'by-node' } },
    { id: 'node', ...node },
    { id: 'answer', type: 'respond', config: { body: { kind: 'json', json: answer } } },
  ]);
  const { triggerUrl } = await publishedWorkflow(server.api, 'Hostile', graph);
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(triggerUrl, { method: 'POST', headers, body });
  const text = await response.text();
  expect({ status: response.status, text }).toEqual({ status: 200, text });
  return text;
};
const script = (code: string): Node => ({ type: 'script', config: { code } });
const transform = (config: Record<string, unknown>): Node => ({ type: 'transform', config });
const filter = (config: Record<string, unknown>): Node => ({ type: 'filter', config });
const request = (): Node => ({
  type: 'http-request',
  config: { method: 'POST', url: target.url, body: { kind: 'json', json: '{{ input }}' } },
});

describe('A6 names of prototypes', () => {
  it.each<[string, () => Node]>([
    ['a transform', () => transform({})],
    ['a transform that names what it keeps', () => transform({ keep: ['__proto__', 'constructor', 'a'] })],
    ['a transform by an expression', () => transform({ expression: '({ ...input })' })],
    ['a filter', () => filter({ all: [{ left: '{{ input.__proto__.isAdmin }}', is: 'is-true' }] })],
    ['a filter by an expression', () => filter({ expression: 'input.constructor.prototype.isAdmin && !({}).isAdmin' })],
    ['a script', () => script('return input;')],
    ['a script that copies', () => script('return JSON.parse(JSON.stringify(input));')],
    ['a respond node', () => ({ type: 'respond', config: { body: { kind: 'json', json: '{{ trigger.body }}' } } })],
  ])('A6 pass unchanged through %s', async (_, node) => {
    expect(await answerOf(node())).toBe(HOSTILE);
  });

  it('A6 pass unchanged through an HTTP request, there and back', async () => {
    expect(await answerOf(request(), { answer: '{{ input.body }}' })).toBe(HOSTILE);
    expect(target.requests.at(-1)?.body).toBe(HOSTILE);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['__proto__.x', { keep: 'none', set: [{ path: '__proto__.x', value: 1 }] }, '{"__proto__":{"x":1}}'],
    [
      'constructor.prototype.x',
      { keep: 'none', set: [{ path: 'constructor.prototype.x', value: 1 }] },
      '{"constructor":{"prototype":{"x":1}}}',
    ],
    [
      '__proto__',
      { keep: 'none', set: [{ path: '__proto__', value: '{{ input.__proto__ }}' }] },
      '{"__proto__":{"isAdmin":true}}',
    ],
    ['a to __proto__.x', { keep: ['a'], rename: [{ from: 'a', to: '__proto__.x' }] }, '{"__proto__":{"x":1}}'],
    ['no __proto__.isAdmin', { keep: ['__proto__'], remove: ['__proto__.isAdmin'] }, '{"__proto__":{}}'],
  ])('A6 a transform sets %s as data', async (_, config, expected) => {
    expect(await answerOf(transform(config))).toBe(expected);
  });

  it('A6 are data in a config, too', async () => {
    const answer: unknown = JSON.parse('{"__proto__":{"x":"{{ input.a }}"}}');
    expect(await answerOf(transform({}), { answer })).toBe('{"__proto__":{"x":1}}');
  });

  it('A6 leave nothing to a later execution, whatever a script does', async () => {
    const pollute = 'Object.prototype.isAdmin = true; input.__proto__.x = 1; return ({}).isAdmin;';
    expect(await answerOf(script(pollute))).toBe('true');
    const see = 'return [({}).isAdmin ?? null, ({}).x ?? null, [].x ?? null];';
    for (let time = 0; time < 4; time++) expect(await answerOf(script(see), { body: '{}' })).toBe('[null,null,null]');
    expect(
      await answerOf(transform({ keep: 'none', set: [{ path: 'b', value: '{{ input.isAdmin }}' }] }), { body: '{}' }),
    ).toBe('{}');
  });

  it('A6 leave the prototypes of the server as they were', async () => {
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    await server.end('SIGTERM');
    await expect.poll(server.output).toContain('Added to prototypes: nothing\n');
  });
});
