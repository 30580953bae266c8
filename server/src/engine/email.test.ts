import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { listenMail, replyOf } from '../outbound/mail-server.ts';
import { openTestEngine, PATIENCE_MS, runGraph, type TestEngine } from '../test-engine.ts';
import { graphOf } from '../test-graph.ts';

vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS });

let test: TestEngine;
beforeAll(async () => {
  test = await openTestEngine();
});
afterAll(() => test.close());

it('sends a mail again that was refused for now, with the same Message-ID, and records no password', async () => {
  const senders: string[] = [];
  const server = await listenMail({
    onMailFrom: ({ address }, _session, done) =>
      senders.push(address) < 3 ? done(replyOf(421, `Busy with ${test.secrets.get('MAIL')}`)) : done(),
  });
  test.secrets.set('MAIL', 'a canary that nobody may read');
  const graph = graphOf(
    [
      {
        id: 'mail',
        type: 'email',
        config: {
          from: 'Shop <shop@example.com>',
          to: '{{ trigger.body.recipients }}',
          subject: 'Order {{ trigger.body.number }}',
          text: 'Hello {{ trigger.body.name }}',
          server: {
            ...{ host: '127.0.0.1', port: '{{ trigger.body.port }}', security: 'none' },
            login: { kind: 'password', user: 'shop', secret: 'MAIL' },
          },
        },
        settings: { retry: { attempts: 3, delayMs: 1 } },
      },
    ],
    ['hook → mail'],
  );
  const body = { recipients: ['ann@example.com', 'bob@example.com'], number: 7, name: 'Ann', port: server.port };
  const { end, step, record } = await runGraph(test, graph, { body });
  await server.close();
  expect(end).toMatchObject({ status: 'succeeded', output: { accepted: body.recipients, rejected: [] } });
  expect(step('mail').attempts.map(({ status, error }) => [status, error?.code])).toEqual([
    ['failed', 'mail-421'],
    ['failed', 'mail-421'],
    ['succeeded', undefined],
  ]);
  const messageId = /^Message-ID: (<[0-9a-f]{32}@example\.com>)$/m.exec(server.taken[0]?.head ?? '')?.[1];
  expect(end?.output).toMatchObject({ messageId });
  expect(messageId).toBeDefined();
  expect(server.taken).toMatchObject([{ to: body.recipients, user: 'shop' }]);
  expect(server.taken[0]?.head).toContain('Subject: Order 7');
  expect(JSON.stringify(record)).not.toContain('canary');
});
