import { createHmac } from 'node:crypto';
import { endpoints } from '@millrace/shared/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { everyPage } from '../support/every-page.ts';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const SECRET = 'a signing secret of the tests';
const VERIFY_TOKEN = 'a-verify-token';

let server: RunningServer;
const ids: string[] = [];
beforeAll(async () => {
  server = await startServer({ env: { MILLRACE_REFUSALS_PER_SECOND: '10000' } });
  await server.api(endpoints.putSecret, { params: { name: 'SIGN' }, body: { value: SECRET } });
  await server.api(endpoints.putSecret, { params: { name: 'ASK' }, body: { value: VERIFY_TOKEN } });
});
afterAll(() => server?.close());

const triggerOf = async (verification: Record<string, unknown>): Promise<string> => {
  const graph = graphOf([{ id: 'hook', type: 'webhook', config: { verification } }]);
  const { id, triggerUrl } = await publishedWorkflow(server.api, 'Events', graph);
  ids.push(id);
  return triggerUrl;
};

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly nosniff: string | null;
  readonly body: string;
}
const send = async (url: string, init: RequestInit = {}): Promise<Answer> => {
  const response = await fetch(url, { method: 'POST', redirect: 'manual', ...init });
  const { status, headers } = response;
  return {
    ...{ status, type: headers.get('content-type'), nosniff: headers.get('x-content-type-options') },
    body: await response.text(),
  };
};
const text = (body: string): Answer => ({ status: 200, type: 'text/plain; charset=utf-8', nosniff: 'nosniff', body });

/** What is no plain word, as the value of a parameter. */
const HOSTILE = [
  '<script>alert(1)</script>',
  'a\r\nSet-Cookie: x=1',
  '\0',
  '',
  'ü',
  '"><img src=x>',
  'a'.repeat(8_000),
];

it('A20 Meta’s hub.challenge comes back as plain text, and only for the verify token', async () => {
  const url = await triggerOf({ preset: 'meta', secrets: ['SIGN'], verifyToken: 'ASK' });
  const ask = (challenge: string, token = VERIFY_TOKEN) => {
    const query = new URLSearchParams({
      ...{ 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': challenge },
    });
    return send(`${url}?${query}`, { method: 'GET' });
  };
  expect(await ask('1158201444')).toEqual(text('1158201444'));
  expect((await ask('1158201444', 'guessed')).status).toBe(401);
  for (const challenge of HOSTILE) {
    const { status, body } = await ask(challenge);
    expect({ status, body }).toEqual({ status: 400, body: '{"error":"Bad Request"}' });
  }
});

it('A20 Microsoft’s validationToken comes back as plain text, within bounds', async () => {
  const url = await triggerOf({ preset: 'microsoft-graph', secrets: ['SIGN'] });
  const ask = (token: string) => send(`${url}?validationToken=${encodeURIComponent(token)}`);
  const token = 'Validation: Testing client application reachability Request-Id: 522a8e7e-096a';
  expect(await ask(token)).toEqual(text(token));
  for (const hostile of HOSTILE) {
    const { status, body } = await ask(hostile);
    expect({ status, body }).toEqual({ status: 400, body: '{"error":"Bad Request"}' });
  }
  expect((await send(`${url}?validationToken=a&validationToken=b`)).status).toBe(400);
  expect((await send(`${url}?validationToken=${'a'.repeat(1_000_000)}`)).status).toBe(431);
  const notified = (clientState: string) =>
    send(url, { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ value: [{ clientState }] }) });
  expect((await notified('guessed')).status).toBe(401);
});

it('A20 Slack’s challenge is answered only when it is signed', async () => {
  const url = await triggerOf({ preset: 'slack', secrets: ['SIGN'] });
  const body = JSON.stringify({ type: 'url_verification', challenge: '<script>alert(1)</script>' });
  const time = String(Math.floor(Date.now() / 1_000));
  const signed = (secret: string) => ({
    'content-type': 'application/json',
    'x-slack-request-timestamp': time,
    'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${time}:${body}`).digest('hex')}`,
  });
  expect((await send(url, { headers: { 'content-type': 'application/json' }, body })).status).toBe(401);
  expect((await send(url, { headers: signed('guessed'), body })).status).toBe(401);
  // It comes from Slack itself, and is no page to any browser.
  expect(await send(url, { headers: signed(SECRET), body })).toEqual(text('<script>alert(1)</script>'));
});

it('A20 Zoom’s challenge is not answered by a workflow whose secret does not exist, nor unsigned', async () => {
  const body = JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken: 'qgg8vlvZRS6UYooatFL8Aw' } });
  const time = String(Math.floor(Date.now() / 1_000));
  const signed = (secret: string) => ({
    'content-type': 'application/json',
    'x-zm-request-timestamp': time,
    'x-zm-signature': `v0=${createHmac('sha256', secret).update(`v0:${time}:${body}`).digest('hex')}`,
  });
  const unset = await triggerOf({ preset: 'zoom', secrets: ['NOT_THERE'] });
  for (const secret of ['', 'undefined', 'NOT_THERE']) {
    const answer = await send(unset, { headers: signed(secret || ' '), body });
    expect(answer).toMatchObject({ status: 503, body: '{"error":"Service Unavailable"}' });
  }
  const url = await triggerOf({ preset: 'zoom', secrets: ['SIGN'] });
  const unsigned = await send(url, { headers: { 'content-type': 'application/json' }, body });
  expect(unsigned.status).toBe(401);
  expect(unsigned.body).not.toContain('encryptedToken');
  expect((await send(url, { headers: signed(SECRET), body })).status).toBe(200);
});

it('A20 a CloudEvents sender is told that it may send only where its origin is named', async () => {
  const url = await triggerOf({ preset: 'cloudevents', secrets: ['SIGN'], origins: ['events.example.com'] });
  const ask = async (origin: string) => {
    const headers = { 'webhook-request-origin': origin, 'webhook-request-callback': `${server.url}/healthz` };
    const response = await fetch(url, { method: 'OPTIONS', headers });
    return [response.status, response.headers.get('webhook-allowed-origin'), response.headers.get('allow')];
  };
  expect(await ask('events.example.com')).toEqual([200, 'events.example.com', 'POST']);
  expect((await ask('evil.example')).slice(0, 2)).toEqual([401, null]);
  const event = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/s', 'ce-type': 't' };
  expect((await send(url, { headers: event })).status).toBe(401);
  const authorization = `Bearer ${SECRET.replaceAll(' ', '')}`;
  expect((await send(url, { headers: { ...event, authorization } })).status).toBe(401);
});

it('A20 no question started anything', async () => {
  for (const workflowId of ids) {
    const runs = await everyPage((cursor) => server.api(endpoints.listExecutions, { query: { workflowId, cursor } }));
    expect(runs).toEqual([]);
  }
});
