import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { endpoints } from '@millrace/shared/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { startTargetServer, type TargetServer } from '../support/target-server.ts';
import { untilEnded } from '../support/until-ended.ts';

const command = fileURLToPath(new URL('../../server/scripts/cli.ts', import.meta.url));
const TOKEN = 'token-of-the-command-0123456789';

let target: TargetServer;
let server: RunningServer;
beforeAll(async () => {
  target = await startTargetServer();
  server = await startServer({ env: { MILLRACE_ALLOW_TARGETS: target.host }, token: TOKEN });
});
afterAll(() => Promise.all([target.close(), server.close()]));

/** Runs the command as a person does. */
async function cli(words: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [command, ...words], {
    env: { ...process.env, MILLRACE_PUBLIC_URL: server.url, MILLRACE_API_TOKEN: TOKEN, ...env },
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code, out, err };
}

const orders = (value: string) =>
  graphOf([
    { id: 'hook', type: 'webhook', config: { respond: 'when-finished' } },
    {
      ...{ id: 'tell', type: 'http-request', name: 'Tell the CRM' },
      config: { method: 'POST', url: `${target.url}/`, body: { kind: 'json', json: { total: value } } },
    },
  ]);

it('runs the tests of workflows from the command line, and says what differs', async () => {
  expect(await cli(['test'])).toEqual({ code: 0, out: '0 passed, 0 failed\n', err: '' });

  const { id, slug, triggerUrl, draft } = await publishedWorkflow(server.api, 'Orders', orders('{{ input.total }}'));
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(triggerUrl, { method: 'POST', headers, body: '{"total":5}' })).status).toBe(200);
  await untilEnded(server.api);
  const { items } = await server.api(endpoints.listExecutions, { query: { workflowId: id } });
  const executionId = items[0]?.id ?? '';
  await server.api(endpoints.keepTestCase, { params: { id }, body: { executionId, name: 'A small order' } });
  const green = await cli(['test', slug]);
  expect(green).toMatchObject({ code: 0, err: '' });
  expect(green.out).toMatch(/^Orders\n {2}✓ A small order \(\d+ ms\)\n1 passed, 0 failed\n$/);

  const changed = { graph: orders('{{ input.total * 2 }}'), revision: draft.revision };
  await server.api(endpoints.saveDraft, { params: { id }, body: changed });
  const red = await cli(['test', id]);
  expect(red.code).toBe(1);
  expect(red.out).toContain('✗ A small order');
  expect(red.out).toContain(
    '"Tell the CRM" would be sent with another body.json.total.\n        at steps["Tell the CRM"].body.json.total\n        - 5\n        + 10\n',
  );
  expect(red.out).toMatch(/\n0 passed, 1 failed\n$/);
  expect(target.requests).toHaveLength(1);
});

it('prints what strangers sent as text that steers nothing', async () => {
  const throwing = graphOf([
    { id: 'hook', type: 'webhook', config: { respond: 'when-finished' } },
    { id: 'look', type: 'script', name: 'Look', config: { code: 'return 1;' } },
  ]);
  const { id, triggerUrl, draft } = await publishedWorkflow(server.api, 'Hostile', throwing);
  const body = JSON.stringify({ text: '\u001b[2J\n::error::pwned\u202e' });
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(triggerUrl, { method: 'POST', headers, body })).status).toBe(200);
  const { items } = await server.api(endpoints.listExecutions, { query: { workflowId: id } });
  await server.api(endpoints.keepTestCase, { params: { id }, body: { executionId: items[0]?.id ?? '' } });
  const [hook, look] = throwing.nodes;
  if (!hook || !look) throw new Error('Two nodes were drawn.');
  const nodes = [hook, { ...look, config: { code: 'throw new Error(trigger.body.text);' } }];
  const changed = { graph: { ...throwing, nodes }, revision: draft.revision };
  await server.api(endpoints.saveDraft, { params: { id }, body: changed });
  const { code, out } = await cli(['test', id]);
  expect(code).toBe(1);
  expect(out).toContain('\\u001b[2J\\u000a::error::pwned\\u202e');
  expect([...out].filter((character) => /[\p{Cc}\p{Bidi_Control}]/u.test(character) && character !== '\n')).toEqual([]);
});

it('says in a sentence why nothing could be run', async () => {
  const nobody = `http://127.0.0.1:${await freePort()}`;
  for (const [words, env, sentence] of [
    [['test'], { MILLRACE_API_TOKEN: 'another-token-0123456789' }, 'does not know this token'],
    [['test', '--url', nobody], {}, 'No server answers there'],
    [['test', 'no-such-workflow'], {}, 'no workflow with the id or slug "no-such-workflow"'],
    [['tests'], {}, 'There is no command "tests"'],
    [[], {}, 'Usage: pnpm cli test'],
    [['test', '--verbose'], {}, "Unknown option '--verbose'"],
  ] as const) {
    const { code, out, err } = await cli(words, env);
    expect([code, out], sentence).toEqual([2, '']);
    expect(err).toContain(sentence);
  }
  expect(await cli(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('Usage: pnpm cli test') });
});
