import { endpoints } from '@millrace/shared/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { everyPage } from '../support/every-page.ts';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { sendRaw } from '../support/send-raw.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const NOT_FOUND = '{"error":"Not Found"}';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ env: { MILLRACE_REFUSALS_PER_SECOND: '10000' } });
});
afterAll(() => server?.close());

let workflow: { id: string; path: string };
const publish = async (config: Record<string, unknown>) => {
  const graph = graphOf([{ id: 'hook', type: 'webhook', config }]);
  const { id, triggerUrl } = await publishedWorkflow(server.api, 'Orders', graph);
  workflow = { id, path: new URL(triggerUrl).pathname };
};

const executions = () =>
  everyPage((cursor) => server.api(endpoints.listExecutions, { query: { workflowId: workflow.id, cursor } }));

interface Answer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends a request whose first line is as given, which no client would send, and reads the answer. */
const send = async (method: string, target: string, headers: readonly string[] = []): Promise<Answer> => {
  const lines = [`${method} ${target} HTTP/1.1`, `Host: ${new URL(server.url).host}`, 'Connection: close', ...headers];
  const answer = await sendRaw(server, Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'));
  const end = answer.indexOf('\r\n\r\n');
  return { status: Number(answer.split(' ')[1]), head: answer.slice(0, end), body: answer.slice(end + 4) };
};
const post = (target: string, headers: readonly string[] = []) =>
  send('POST', target, ['Content-Length: 0', ...headers]);

describe('A18 paths', () => {
  it('A18 only the trigger URL itself is taken where no path is set', async () => {
    await publish({});
    const { path } = workflow;
    expect(await post(path)).toMatchObject({ status: 200 });
    const others = [
      ...[`${path}/`, `${path}//`, `${path};x`, `${path}/;x`, `${path};x=1/`, `${path}%00`, `${path}/%00`],
      ...[`${path}%2f`, `${path}/%2e%2e/api`, `${path}/../../api/workflows`, `${path}/..%2f..%2fapi`, `${path}/x`],
      ...[`/hooks//${path.slice(7)}`, `//hooks${path.slice(6)}`, `/hooks/%2e%2e/api`, `/hooks/./${path.slice(7)}`],
      ...[`/hooks${path.slice(6).toUpperCase()}`, `/HOOKS${path.slice(6)}`, `/hook%73${path.slice(6)}`],
      ...[`/hooks/%${path.charCodeAt(7).toString(16)}${path.slice(8)}`, `/hooks\\${path.slice(7)}`],
      // ｏ is compatible with o, but another letter.
      ...[`/h%EF%BD%8Foks${path.slice(6)}`, `${path}/${'a'.repeat(10_000)}`, `${path}/%EF%BC%8F`, `${path}\\`],
    ];
    for (const target of others) {
      const answer = await post(target);
      expect({ target, status: answer.status }).toEqual({ target, status: 404 });
      if (target.startsWith('/hooks/')) expect({ target, body: answer.body }).toEqual({ target, body: NOT_FOUND });
      expect(answer.head).not.toMatch(/^location:/im);
    }
    await expect.poll(async () => (await executions()).length).toBe(1);
  });

  it('A18 a pattern takes no path that could mean another one, and decodes values once', async () => {
    await publish({ path: '/orders/:region/*', respond: 'when-finished' });
    const { path } = workflow;
    for (const rest of ['/orders/eu', '/orders/e%20u', '/orders/%252f', '/orders/eu/7/%C3%BC'])
      expect({ rest, status: (await post(path + rest)).status }).toEqual({ rest, status: 200 });
    const others = [
      ...['', '/', '/orders', '/orders/', '/orders/eu/', '/orders//eu', '//orders/eu', '/Orders/eu', '/%6frders/eu'],
      ...[
        '/orders/a%2fb',
        '/orders/a%5cb',
        '/orders/..',
        '/orders/%2e%2e',
        '/orders/.%2e/x',
        '/orders/eu;x',
        '/orders/%00',
      ],
      ...['/orders/%0d%0a', '/orders/%', '/orders/%zz', '/orders/%ff', '/orders/%C0%AF', '/orders/%EF%BC%8F'],
      ...['/orders/eu/../../..', `/orders/${'a'.repeat(3_000)}`, '/orders/eu/%2e%2e/%2e%2e/api/workflows'],
    ];
    for (const rest of others) {
      const { status, body } = await post(path + rest);
      expect({ rest, status, body }).toEqual({ rest, status: 404, body: NOT_FOUND });
    }
    expect(await executions()).toHaveLength(4);
  });

  it('A18 no spelling below a trigger URL reaches the API, and no request gets a redirect', async () => {
    await publish({ path: '/*' });
    const token = 'Authorization: Bearer token-of-the-tests-0123456789';
    for (const rest of [
      '/../../api/workflows',
      '/%2e%2e/%2e%2e/api/workflows',
      '/..%2f..%2fapi/workflows',
      '//api/workflows',
    ]) {
      const { status, body, head } = await send('GET', workflow.path + rest, [token]);
      expect({ rest, status, body }).toEqual({ rest, status: 404, body: NOT_FOUND });
      expect(head).not.toMatch(/^location:/im);
    }
    expect((await send('GET', `/hooks/../api/workflows`, [token])).status).toBe(404);
  });
});

describe('A19 methods', () => {
  beforeEach(() => publish({ methods: ['GET', 'PUT'] }));

  it.each([
    ['X-HTTP-Method-Override', 'PUT'],
    ['X-HTTP-Method', 'PUT'],
    ['X-Method-Override', 'PUT'],
  ])('A19 %s changes nothing', async (name, value) => {
    expect((await post(`${workflow.path}?_method=PUT`, [`${name}: ${value}`])).status).toBe(405);
    const form = ['Content-Type: application/x-www-form-urlencoded', 'Content-Length: 11\r\n\r\n_method=PUT'];
    expect((await send('POST', workflow.path, form)).status).toBe(405);
    expect(await executions()).toEqual([]);
  });

  it('A19 HEAD is answered as GET would be, without a body, and runs nothing', async () => {
    expect(await send('HEAD', workflow.path)).toMatchObject({ status: 200, body: '' });
    expect(await send('HEAD', `${workflow.path}/x`)).toMatchObject({ status: 404, body: '' });
    expect((await send('GET', workflow.path)).status).toBe(200);
    await expect.poll(async () => (await executions()).length).toBe(1);
    await publish({ methods: ['GET'], limits: { contentTypes: ['image/*'] } });
    expect(await send('HEAD', workflow.path)).toMatchObject({ status: 415, body: '' });
    await publish({});
    const { status, head, body } = await send('HEAD', workflow.path);
    expect({ status, body }).toEqual({ status: 405, body: '' });
    expect(head).toMatch(/^allow: POST, OPTIONS$/im);
  });

  it('A19 OPTIONS says what is taken, and is not kept', async () => {
    const { status, head, body } = await send('OPTIONS', workflow.path, [
      ...['Origin: https://shop.example', 'Access-Control-Request-Method: PUT'],
    ]);
    expect({ status, body }).toEqual({ status: 204, body: '' });
    expect(head).toMatch(/^allow: GET, PUT, HEAD, OPTIONS$/im);
    expect(head).not.toMatch(/^access-control-/im);
    expect((await send('OPTIONS', `${workflow.path}/x`)).status).toBe(404);
  });

  it('A19 TRACE and CONNECT are refused, and so is every other method', async () => {
    const trace = await send('TRACE', workflow.path, ['X-Canary: canary']);
    expect(trace.status).toBe(405);
    expect(trace.body).not.toContain('canary');
    for (const target of ['example.com:443', workflow.path]) expect((await send('CONNECT', target)).status).toBe(405);
    for (const method of ['DELETE', 'PATCH', 'PROPFIND', 'PURGE', 'LINK', 'QUERY', 'SEARCH'])
      expect({ method, status: (await send(method, workflow.path)).status }).toEqual({ method, status: 405 });
    for (const method of ['get', 'Put', 'GETS', 'G%45T', '', '*'])
      expect({ method, status: (await send(method, workflow.path)).status }).toEqual({ method, status: 400 });
    expect(await executions()).toEqual([]);
  });

  it('A19 scripts of the pages that are named may send, and read refusals, too', async () => {
    const shop = 'https://shop.example';
    await publish({ allowedOrigins: [shop], respond: 'when-finished' });
    const ask = (origin: string) =>
      send('OPTIONS', workflow.path, [
        ...[`Origin: ${origin}`, 'Access-Control-Request-Method: POST'],
        'Access-Control-Request-Headers: content-type,x-own',
      ]);
    const asked = await ask(shop);
    expect({ status: asked.status, body: asked.body }).toEqual({ status: 204, body: '' });
    expect(asked.head).toMatch(/^access-control-allow-origin: https:\/\/shop\.example$/im);
    expect(asked.head).toMatch(/^access-control-allow-methods: POST$/im);
    expect(asked.head).toMatch(/^access-control-allow-headers: content-type,x-own$/im);
    for (const origin of ['https://evil.example', 'https://shop.example.evil.example', 'http://shop.example', 'null']) {
      const { status, head } = await ask(origin);
      expect(status).toBe(204);
      expect(head).not.toMatch(/^access-control-/im);
      expect(head).toMatch(/^vary: Origin$/im);
    }
    const from = `Origin: ${shop}`;
    const answers = [
      [await post(workflow.path, [from]), 200],
      [await send('PUT', workflow.path, [from, 'Content-Length: 0']), 405],
      [await post(`${workflow.path}/x`, [from]), 404],
      [await post(workflow.path, [from, 'Content-Encoding: x']), 415],
    ] as const;
    for (const [answer, status] of answers) {
      expect(answer.status).toBe(status);
      expect(answer.head).toMatch(/^access-control-allow-origin: https:\/\/shop\.example$/im);
      expect(answer.head).toMatch(/^vary: Origin$/im);
      expect(answer.head).not.toMatch(/allow-credentials/i);
    }
    const stranger = await post(workflow.path, ['Origin: https://evil.example']);
    expect(stranger.head).not.toMatch(/^access-control-/im);

    await publish({ allowedOrigins: ['*'] });
    expect((await post(workflow.path, ['Origin: https://evil.example'])).head).toMatch(
      /^access-control-allow-origin: \*$/im,
    );
  });

  it('A19 a preflight leaves no delivery', async () => {
    await publish({ allowedOrigins: ['*'] });
    await send('OPTIONS', workflow.path, ['Origin: https://a.example', 'Access-Control-Request-Method: POST']);
    expect((await post(workflow.path)).status).toBe(200);
    const kept = () => server.api(endpoints.listDeliveries, { query: { workflowId: workflow.id } });
    await expect.poll(async () => (await kept()).items.map(({ method }) => method)).toEqual(['POST']);
  });
});
