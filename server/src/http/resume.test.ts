import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { soon } from '../test-engine.ts';
import { openTestServer, type TestServer } from './start-test-server.ts';

let server: TestServer;
let triggerUrl = '';
beforeAll(async () => {
  server = await openTestServer();
  const at = { position: { x: 0, y: 0 } };
  const graph = {
    nodes: [
      { ...at, id: 'hook', type: 'webhook', name: 'Hook', config: {} },
      { ...at, id: 'ask/ä', type: 'wait-for-webhook', name: 'Approval', config: { limit: { kind: 'none' } } },
    ],
    edges: [{ id: 'e', source: 'hook', target: 'ask/ä' }],
  };
  const { body } = await server.call('POST', '/api/workflows', { name: 'Orders', graph });
  const workflow = body as { id: string; triggerUrl: string };
  await server.call('POST', `/api/workflows/${workflow.id}/publish`);
  triggerUrl = workflow.triggerUrl;
});
afterAll(() => server.stop());

interface Seen {
  readonly status: string;
  readonly output: unknown;
  readonly steps: readonly {
    readonly nodeName: string;
    readonly status: string;
    readonly wait: { readonly resumeUrl: string };
  }[];
}
const read = async (id: string) => (await server.call('GET', `/api/executions/${id}`)).body as Seen;

/** Starts an execution and waits until it waits. */
async function waiting(): Promise<{ id: string; url: string }> {
  const response = await fetch(triggerUrl, { method: 'POST', body: '{}' });
  const { executionId: id } = (await response.json()) as { executionId: string };
  await soon(async () => expect((await read(id)).steps.at(-1)?.status).toBe('waiting'));
  return { id, url: (await read(id)).steps.at(-1)?.wait.resumeUrl ?? '' };
}
const ended = async (id: string) => {
  await soon(async () => expect((await read(id)).status).toBe('succeeded'));
  return (await read(id)).output;
};
const json = { method: 'POST', headers: { 'content-type': 'application/json' } };

describe('a resume URL', () => {
  it('gives the node what is posted to it, once', async () => {
    const { id, url } = await waiting();
    const response = await fetch(url, { ...json, body: '{"approved":true}' });
    expect([response.status, await response.json()]).toEqual([200, { executionId: id, status: 'resumed' }]);
    expect(await ended(id)).toEqual({ approved: true });
    const again = await fetch(url, { ...json, body: '{"approved":true}' });
    expect(await again.json()).toEqual({ executionId: id, status: 'repeated' });
    expect((await fetch(url, { ...json, body: '{"approved":false}' })).status).toBe(409);
  });

  it('takes the query of a request without a body', async () => {
    const { id, url } = await waiting();
    expect((await fetch(`${url}?approved=no&by=ada`, { method: 'POST' })).status).toBe(200);
    expect(await ended(id)).toEqual({ approved: 'no', by: 'ada' });
  });

  it('asks whoever opens it in a browser, and is not answered by that', async () => {
    const { id, url } = await waiting();
    const page = await fetch(`${url}?approved="><script>`);
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).toContain('<form method="post" action="/resume/');
    expect(html).not.toContain('<script>');
    expect(html).toContain('<code>approved: &quot;&gt;&lt;script&gt;</code>');
    expect((await read(id)).status).toBe('waiting');
    const sent = await fetch(url, { method: 'POST', headers: { accept: 'text/html' } });
    expect(await sent.text()).toContain('The answer was sent');
    expect(await ended(id)).toEqual({});
  });

  it('refuses what it cannot read, and waits on', async () => {
    const { id, url } = await waiting();
    const refused = await fetch(url, { ...json, body: '{' });
    expect([refused.status, await refused.json()]).toMatchObject([400, { title: 'The body cannot be read.' }]);
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) })).status).toBe(413);
    expect((await read(id)).status).toBe('waiting');
  });

  it('cannot be guessed or turned to another node', async () => {
    const { url } = await waiting();
    const other = await waiting();
    const token = url.split('/').at(-1) ?? '';
    const forged = [
      url.slice(0, -1),
      `${url}A`,
      url.replace('ask', 'asl'),
      other.url.replace(/[^/]+$/, token),
      url.replace(token, ''),
    ];
    for (const wrong of forged) expect((await fetch(wrong, { ...json, body: '1' })).status, wrong).toBe(404);
  });

  it('says so once nothing waits there any more', async () => {
    const { id, url } = await waiting();
    await server.call('POST', `/api/executions/${id}/cancel`);
    const response = await fetch(url, { ...json, body: '1' });
    expect([response.status, await response.json()]).toMatchObject([410, { title: 'Nothing waits here any more.' }]);
    const page = await fetch(url);
    expect([page.status, await page.text()]).toEqual([410, expect.stringContaining('Nothing waits here any more.')]);
  });

  it('asks nobody once it was answered', async () => {
    const { id, url } = await waiting();
    await fetch(url, { ...json, body: '1' });
    await ended(id);
    const page = await fetch(url);
    expect([page.status, await page.text()]).toEqual([409, expect.stringContaining('This was answered before.')]);
  });
});
