import { json as readJson } from 'node:stream/consumers';
import { nodeDefinitionOf, nodeDefinitions } from '@millrace/shared/nodes/index';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { newId } from '../new-id.ts';
import { type LoopbackServer, listenHttp } from '../outbound/loopback-server.ts';
import { listenMail } from '../outbound/mail-server.ts';
import { openTestEngine, PATIENCE_MS, recordOf, soon, startGraph, type TestEngine } from '../test-engine.ts';
import { graphOf, type NodeInput } from '../test-graph.ts';

vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS });

type Config = Record<string, unknown>;
type MailServer = Awaited<ReturnType<typeof listenMail>>;

const DAY_MS = 86_400_000;

let test: TestEngine;
let http: LoopbackServer;
let mail: MailServer;
/** What the other system says, and what it got. */
let answer: unknown;
const got: unknown[] = [];

beforeAll(async () => {
  http = await listenHttp((request, response) => {
    void readJson(request).then((body) => {
      got.push(body);
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  mail = await listenMail();
  const engine = await openTestEngine();
  test = engine;
});
afterEach(() => {
  vi.useRealTimers();
  got.length = 0;
  mail.taken.length = 0;
});
afterAll(async () => {
  await Promise.all([http.close(), mail.close()]);
  await test.close();
});

/** The definition's own config, with addresses of this machine where it names those of others. */
async function runnable(type: string, config: Config): Promise<Config> {
  switch (type) {
    case 'http-request':
      return { ...config, url: String(config.url).replace(/^https:\/\/[^/]+/, http.origin) };
    case 'email':
      return { ...config, server: { host: '127.0.0.1', port: mail.port, security: 'none' } };
    case 'call-workflow':
      return { ...config, workflowId: await publishCalled() };
    default:
      return config;
  }
}

/** A workflow that puts out what the other system says. */
async function publishCalled(): Promise<string> {
  const id = newId();
  const draft = graphOf(
    [{ id: 'say', type: 'script', config: { code: `return ${JSON.stringify(answer)};` } }],
    ['hook → say'],
  );
  await test.store.createWorkflow({ id, name: 'Called', slug: id, draft, now: Date.now() });
  await test.store.publish(id, 1, Date.now());
  return id;
}

/** What the sender, the mail server or the called workflow got; for HTTP requests it is there already. */
async function addWhatWasSent(type: string, config: Config, response: Promise<{ body: unknown } | null>) {
  if (type === 'respond') got.push(JSON.parse(String((await response)?.body)));
  for (const { to, head, body } of mail.taken)
    got.push({ to, subject: /^Subject: (.*)$/m.exec(head)?.[1]?.trim(), text: body.trim() });
  if (type !== 'call-workflow') return;
  const { items } = await test.store.listDeliveries({ workflowId: String(config.workflowId), limit: 5 });
  for (const { id } of items) {
    const delivery = await test.store.getDelivery(id);
    got.push(JSON.parse(Buffer.from(delivery?.body ?? '').toString()));
  }
}

/** The parked step waits for time to pass, or for an answer. */
async function goOn(type: string, executionId: string): Promise<void> {
  await soon(async () => {
    const found = await test.store.getExecution(executionId);
    expect(found?.steps.find(({ nodeId }) => nodeId === 'shown')?.status).toBe('waiting');
    expect(found?.status).toBe('waiting');
  });
  if (type === 'delay') vi.setSystemTime(Date.now() + 30 * DAY_MS);
  else await test.engine.resume({ executionId, stepKey: 'shown', output: JSON.stringify(answer) });
}

it.each(nodeDefinitions.map(({ type }) => type))('the example does what it says: %s', async (type) => {
  const example = nodeDefinitionOf(type)?.example;
  if (example === undefined) throw new Error(`${type} has no example.`);
  const { inputs, inside, outside = {}, output, isPart = false, ports = ['out'] } = example;
  if (type === 'delay') vi.useFakeTimers({ toFake: ['Date'] });
  answer = outside.answers;
  const config = await runnable(type, Object(example.config));
  const given = Object.entries(inputs);
  const [, only] = given[0] ?? [];
  const isJoin = given.length > 1;
  const shown: NodeInput = { id: 'shown', type, config };
  const nodes: NodeInput[] = isJoin
    ? given.map(([id]) => ({ id, type: 'script', config: { code: `return trigger.body[${JSON.stringify(id)}];` } }))
    : [];
  if (inside) nodes.push({ id: 'inner', ...inside, parentId: 'shown' });
  const graph =
    type === 'webhook'
      ? graphOf([], [], config)
      : graphOf(
          [shown, ...nodes],
          isJoin ? given.flatMap(([id]) => [`hook → ${id}`, `${id} → shown`]) : ['hook → shown'],
          { respond: type === 'respond' ? 'by-node' : 'at-once' },
        );
  const running = await startGraph(test, graph, { body: isJoin ? inputs : only });
  if (type === 'delay' || type === 'wait-for-webhook') await goOn(type, running.id);
  const record = await recordOf(test.store, running.id);
  await addWhatWasSent(type, config, running.response);

  expect(record).toMatchObject({ status: 'succeeded', error: null });
  const result = record.output.kind === 'json' ? JSON.parse(record.output.json) : record.output;
  if (result.kind === 'trigger-body') expect(output).toEqual(only);
  else if (isPart) expect(result).toMatchObject(Object(output));
  else expect(result).toEqual(output);
  expect(got).toEqual(outside.gets === undefined ? [] : [outside.gets]);
  const step = record.steps.find(({ nodeId }) => nodeId === (type === 'webhook' ? 'hook' : 'shown'));
  expect(step?.ports).toEqual(ports);
});
