import { problem } from '@millrace/shared/problem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestServer, TEST_TOKEN, type TestServer } from '../start-test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.stop());

const headers = { authorization: `Bearer ${TEST_TOKEN}`, 'content-type': 'application/json' };

const send = async (origin: string, method: string, path: string, body?: string) => {
  const response = await fetch(origin + path, { method, headers, ...(body !== undefined && { body }) });
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const document = problem.parse(await response.json());
  expect(document.status).toBe(response.status);
  return { ...document, allow: response.headers.get('allow') };
};

it('says where the JSON breaks', async () => {
  const { origin } = server;
  const answer = await send(origin, 'POST', '/api/workflows', '{\n "name": oops }');
  expect(answer).toMatchObject({ status: 400, type: '/problems/invalid-input' });
  expect(answer.detail).toContain('"name": oops');
});

it('says which field is wrong', async () => {
  const { origin } = server;
  const graph = { nodes: [{ id: 'a', type: 'webhook', name: '', position: { x: 0, y: 0 } }], edges: [] };
  const answer = await send(origin, 'POST', '/api/workflows', JSON.stringify({ name: ' ', graph, slug: 'No!' }));
  expect(answer).toMatchObject({ status: 422, type: '/problems/invalid-input' });
  expect(answer.errors?.map(({ path }) => path).sort()).toEqual(['graph.nodes[0].name', 'name', 'slug']);
});

it('answers what is not there, or not so', async () => {
  const { origin } = server;
  expect(await send(origin, 'GET', '/api/nothing')).toMatchObject({ status: 404 });
  expect(await send(origin, 'GET', '/api/workflows/not-an-id')).toMatchObject({ status: 404 });
  expect(await send(origin, 'GET', '/api/workflows/%ff')).toMatchObject({ status: 400 });
  expect(await send(origin, 'DELETE', '/api/workflows')).toMatchObject({ status: 405, allow: 'GET, POST' });
  expect(await send(origin, 'POST', '/somewhere')).toMatchObject({ status: 404 });
  expect(await send(origin, 'GET', '/api/workflows?limit=0')).toMatchObject({ status: 422 });
  expect(await send(origin, 'GET', '/api/workflows?cursor=garbage')).toMatchObject({
    status: 422,
    errors: [{ path: 'cursor' }],
  });
  expect(await send(origin, 'GET', '/api/executions?status=wrong')).toMatchObject({ status: 422 });
  const unknown = '01920000-0000-7000-8000-000000000000';
  for (const path of [`/api/executions/${unknown}`, `/api/deliveries/${unknown}`]) {
    expect(await send(origin, 'GET', path)).toMatchObject({ status: 404 });
  }
  expect(await send(origin, 'POST', `/api/executions/${unknown}/cancel`)).toMatchObject({ status: 404 });
});

it('refuses a body that is too large', async () => {
  const { origin } = server;
  const answer = await send(origin, 'POST', '/api/workflows', JSON.stringify({ name: 'x'.repeat(7_000_000) }));
  expect(answer).toMatchObject({ status: 413, type: '/problems/too-large' });
});

it('describes itself as OpenAPI 3.1', async () => {
  const { call } = server;
  const { body } = await call('GET', '/api/openapi.json');
  expect(body).toMatchObject({
    openapi: '3.1.0',
    paths: {
      '/api/workflows/{id}/draft': { put: { operationId: 'saveDraft', requestBody: { required: true } } },
      '/api/deliveries/{id}/files/{file}': {
        get: {
          parameters: [expect.objectContaining({ name: 'id' }), expect.objectContaining({ name: 'file' })],
          responses: { 200: { content: { 'application/octet-stream': {} } } },
        },
      },
      '/api/executions': { get: { parameters: expect.arrayContaining([expect.objectContaining({ name: 'status' })]) } },
    },
  });
});
