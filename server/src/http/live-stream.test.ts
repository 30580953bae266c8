import { expect, it, onTestFinished } from 'vitest';
import { startTestServer, TEST_TOKEN, type TestServer } from './start-test-server.ts';

interface Heard {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: unknown;
}

const listen = async ({ origin }: TestServer, lastEventId?: string) => {
  const leave = new AbortController();
  onTestFinished(() => leave.abort());
  const response = await fetch(`${origin}/api/events`, {
    headers: {
      authorization: `Bearer ${TEST_TOKEN}`,
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
    signal: leave.signal,
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const heard: Heard[] = [];
  let lastId: string | undefined;
  const read = async () => {
    let text = '';
    for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      const blocks = (text + chunk).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
        lastId = field('id') ?? lastId;
        const data = field('data');
        if (data !== undefined) heard.push({ id: field('id'), event: field('event') ?? '', data: JSON.parse(data) });
      }
    }
  };
  const ended = read().catch(() => undefined);
  await expect.poll(() => lastId, { timeout: 10_000 }).toBeDefined();
  return { heard, lastId: () => lastId, leave: () => leave.abort(), ended };
};

const create = async (server: TestServer, name: string) =>
  ((await server.call('POST', '/api/workflows', { name })).body as { id: string }).id;

it('tells what changed, and after a lost connection what was missed', async () => {
  const server = await startTestServer();
  const first = await listen(server);
  const one = await create(server, 'One');
  await expect
    .poll(() => first.heard, { timeout: 10_000 })
    .toMatchObject([{ event: 'workflow', data: { workflowId: one } }]);
  first.leave();

  const two = await create(server, 'Two');
  const second = await listen(server, first.lastId());
  await expect
    .poll(() => second.heard, { timeout: 10_000 })
    .toMatchObject([{ event: 'workflow', data: { workflowId: two } }]);
});

it('resumes also before the first event', async () => {
  const server = await startTestServer();
  const first = await listen(server);
  first.leave();
  const id = await create(server, 'Meanwhile');
  const second = await listen(server, first.lastId());
  await expect.poll(() => second.heard, { timeout: 10_000 }).toMatchObject([{ data: { workflowId: id } }]);
});

it('says that something is missing where it does not know the last event', async () => {
  const server = await startTestServer();
  expect((await listen(server, 'another-12')).heard).toMatchObject([{ event: 'gap' }]);
});

it('tells a delivery as it comes in', async () => {
  const server = await startTestServer();
  await server.call('POST', '/api/workflows', { name: 'Orders', slug: 'orders' });
  const { heard } = await listen(server);
  await fetch(`${server.origin}/hooks/orders`, { method: 'POST', body: '{"a":1}' });
  await expect
    .poll(() => heard, { timeout: 10_000 })
    .toMatchObject([{ event: 'delivery', data: { delivery: { outcome: 'accepted', workflowName: 'Orders' } } }]);
});

it('ends when the server stops', async () => {
  const server = await startTestServer();
  const { ended } = await listen(server);
  await server.stop();
  await ended;
});
