import { endpoints } from '@millrace/shared/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { startTargetServer, type TargetServer } from '../support/target-server.ts';

let server: RunningServer;
let target: TargetServer;
beforeAll(async () => {
  target = await startTargetServer();
  server = await startServer({ env: { MILLRACE_ALLOW_TARGETS: target.host } });
});
afterAll(async () => {
  await server?.close();
  await target?.close();
});

/** A workflow that sends a file on. @returns where it is triggered */
const forwarding = async (file: unknown, field = ''): Promise<string> => {
  const body = { kind: 'file', file, field };
  const graph = graphOf([
    { id: 'hook', type: 'webhook', config: { respond: 'when-finished' } },
    { id: 'send', type: 'http-request', config: { method: 'POST', url: target.url, body } },
  ]);
  return (await publishedWorkflow(server.api, 'Photos', graph)).triggerUrl;
};

const post = async (url: string, ...names: readonly string[]) => {
  const form = new FormData();
  form.append('note', 'hi');
  for (const name of names) form.append('photo', new File([`bytes of ${name}`], name, { type: 'image/png' }));
  return await fetch(url, { method: 'POST', body: form });
};
const last = () => target.requests.at(-1);

it('a file of the body is sent on, also when its delivery is run again', async () => {
  expect((await post(await forwarding('{{ trigger.body.photo }}'), 'é.png')).status).toBe(200);
  expect(last()).toMatchObject({
    body: 'bytes of é.png',
    headers: { 'content-type': 'image/png', 'content-disposition': "attachment; filename*=UTF-8''%C3%A9.png" },
  });
  const { items } = await server.api(endpoints.listExecutions, { query: { limit: 1 } });
  const before = target.requests.length;
  await server.api(endpoints.replayExecution, { params: { id: items[0]?.id ?? '' }, body: {} });
  await expect.poll(() => target.requests.length).toBe(before + 1);
  expect(last()).toMatchObject({ body: 'bytes of é.png', headers: { 'content-type': 'image/png' } });
});

it('one of several files is sent as a part of a form', async () => {
  expect((await post(await forwarding('{{ input.photo[1] }}', 'upload'), 'a.png', 'b.png')).status).toBe(200);
  const { headers, body = '' } = last() ?? {};
  const form = await new Response(body, { headers: { 'content-type': headers?.['content-type'] ?? '' } }).formData();
  const file = form.get('upload');
  if (!(file instanceof File)) throw new Error('No file came.');
  expect([file.name, file.type, await file.text()]).toEqual(['b.png', 'image/png', 'bytes of b.png']);
});

it.each(['/etc/passwd', 'file-2', { file: '/etc/passwd', name: 'a' }, '{{ input.note }}', '{{ input.missing }}'])(
  'nothing but a file of the body is sent: %j',
  async (file) => {
    const before = target.requests.length;
    const response = await post(await forwarding(file), 'a.png');
    expect(response.status).toBe(500);
    expect(target.requests).toHaveLength(before);
  },
);

it('JSON that looks like a file refers to none', async () => {
  const before = target.requests.length;
  const url = await forwarding('{{ trigger.body.photo }}');
  const body = JSON.stringify({ photo: { file: 'file-1', name: 'a', contentType: 'image/png', size: 1 } });
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(500);
  expect(target.requests).toHaveLength(before);
});
