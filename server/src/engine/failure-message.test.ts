import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type LoopbackServer, listenHttp, listenRaw } from '../outbound/loopback-server.ts';
import { openTestEngine, PATIENCE_MS, runGraph, type TestEngine } from '../test-engine.ts';
import { graphOf } from '../test-graph.ts';
import { failureMessage } from './failure-message.ts';

vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS });

/** A sentence that tells the person what to do. */
const ADVICE =
  /(?:^|[.;:,] )(?:or )?(?:Add|Allow|Ask|Change|Check|Choose|Give|Let|Make|Mend|Put|Replay|Return|Split|Try|Use|Write|See|Is the)\b/;

let test: TestEngine;
let target: LoopbackServer;
let rude: LoopbackServer;
beforeAll(async () => {
  test = await openTestEngine();
  target = await listenHttp((request, response) => {
    if (request.url === '/never') return;
    if (request.url === '/around') response.setHeader('location', '/around').writeHead(302).end();
    else if (request.url === '/json') response.setHeader('content-type', 'application/json').end('{');
    else response.writeHead(Number(request.url?.slice(1)) || 200).end('x'.repeat(5_000));
  });
  rude = await listenRaw((socket) => socket.end('SSH-2.0-nothing\r\n'));
});
afterAll(async () => {
  await Promise.all([target.close(), rude.close()]);
  await test.close();
});

const call = (url: string, config = {}, settings = {}) => ({
  ...{ type: 'http-request', config: { method: 'POST', url, ...config }, settings },
});
const script = (code: string, settings = {}) => ({ type: 'script', config: { code }, settings });
const set = (path: string, value: string) => ({ type: 'transform', config: { keep: 'all', set: [{ path, value }] } });

/** A node that fails, by the way in which it does. */
const failing = () => ({
  'a script that throws': script('throw new Error("no such article")'),
  'a script without an end': script('for (;;) {}', { timeoutMs: 50 }),
  'a script that returns too much': script('return "x".repeat(20_000_000);'),
  'an expression that throws': set('a', '{{ input.a.b.c() }}'),
  'a path through a text': set('text.inner', '1'),
  'a secret that is missing': call(target.origin, { auth: { kind: 'bearer', secret: 'NOT_THERE' } }),
  'a refusal for good': call(`${target.origin}/404`),
  'a refusal for now': call(`${target.origin}/503`),
  'no answer': call(`${target.origin}/never`, {}, { timeoutMs: 50 }),
  'a refused connection': call('http://127.0.0.1:1/'),
  'an unknown host': call('http://nowhere.invalid/'),
  'a blocked address': call('http://10.0.0.1/'),
  'an invalid URL': call('ftp://example.com/'),
  'no HTTP': call(rude.origin),
  'no TLS': call(target.origin.replace('http:', 'https:')),
  'redirects without end': call(`${target.origin}/around`),
  'an unreadable answer': call(`${target.origin}/json`, { response: 'json' }),
  'too large an answer': call(`${target.origin}/200`, { maxResponseBytes: 1_024 }),
  'an invalid header': call(target.origin, { headers: [{ name: 'x-bad', value: '{{ "a\\nb" }}' }] }),
  'no list': { type: 'for-each', config: { items: '{{ trigger.method }}' } },
});

describe('a failing node', () => {
  it('says which node it is, what happened, and what to do next', async () => {
    const mute: string[] = [];
    for (const [how, node] of Object.entries(failing())) {
      const graph = graphOf([{ id: 'a', name: 'The node', ...node }], ['hook → a']);
      const { end } = await runGraph(test, graph, { body: { text: 'a' } });
      const message = end?.error?.message ?? '';
      if (!message.includes('"The node"') || !ADVICE.test(message)) mute.push(`${how}: ${end?.status} ${message}`);
    }
    expect(mute).toEqual([]);
  });
});

it('leaves alone what names its node and says what to do', () => {
  const message = 'The output of "Sum" is too large. Let it keep less.';
  expect(failureMessage({ code: 'internal', message }, 'Sum')).toBe(message);
  expect(failureMessage({ code: 'script-error', message: 'The script threw Error: no' }, 'Sum')).toBe(
    '"Sum" failed: The script threw Error: no. Mend the script, or what comes into it.',
  );
});
