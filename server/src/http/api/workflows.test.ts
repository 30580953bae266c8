import { workflow } from '@millrace/shared/workflow';
import { describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../start-test-server.ts';

interface Created {
  id: string;
  slug: string;
  triggerUrl: string;
  draft: { revision: number; graph: { nodes: object[]; edges: object[] } };
}

const create = async (server: TestServer, body: object = { name: 'Orders' }): Promise<Created> => {
  const { status, body: created } = await server.call('POST', '/api/workflows', body);
  expect(status).toBe(201);
  return created as Created;
};

const graphWith = (config: object) => ({
  nodes: [{ id: 'hook', type: 'webhook', name: 'Hook', position: { x: 0, y: 0 }, config }],
  edges: [],
});

describe('a workflow', () => {
  it('starts with a trigger, a long slug and no version', async () => {
    const server = await startTestServer();
    const created = await create(server);
    expect(workflow.parse(created)).toMatchObject({ publishedVersion: null, unpublishedChanges: true, paused: false });
    expect(created.slug).toMatch(/^[a-z0-9]{26}$/);
    expect(created.triggerUrl).toBe(`${server.origin}/hooks/${created.slug}`);
    expect((await server.call('GET', `/api/workflows/${created.id}`)).body).toEqual(created);
  });

  it('is listed with its last day', async () => {
    const server = await startTestServer();
    const { id } = await create(server);
    const { body } = await server.call('GET', '/api/workflows?limit=1');
    expect(body).toMatchObject({ items: [{ id, lastExecution: null }], nextCursor: null });
    expect((body as { items: { lastDay: object[] }[] }).items[0]?.lastDay).toHaveLength(24);
  });

  it('cannot take the slug of another one', async () => {
    const server = await startTestServer();
    const { id } = await create(server, { name: 'One', slug: 'orders' });
    const { id: other } = await create(server, { name: 'Two' });
    for (const answer of [
      await server.call('POST', '/api/workflows', { name: 'Three', slug: 'orders' }),
      await server.call('PATCH', `/api/workflows/${other}`, { slug: 'orders' }),
    ]) {
      expect(answer).toMatchObject({ status: 409, body: { type: '/problems/conflict', errors: [{ path: 'slug' }] } });
    }
    expect((await server.call('PATCH', `/api/workflows/${id}`, { slug: 'orders-2' })).status).toBe(200);
    expect((await fetch(`${server.origin}/hooks/orders-2`, { method: 'POST' })).status).toBe(200);
    expect((await fetch(`${server.origin}/hooks/orders`, { method: 'POST' })).status).toBe(404);
  });

  it('is gone once deleted, with its trigger URL', async () => {
    const server = await startTestServer();
    const { id, triggerUrl } = await create(server);
    expect((await server.call('DELETE', `/api/workflows/${id}`)).status).toBe(204);
    expect((await server.call('GET', `/api/workflows/${id}`)).status).toBe(404);
    expect((await server.call('DELETE', `/api/workflows/${id}`)).status).toBe(404);
    expect((await fetch(triggerUrl, { method: 'POST' })).status).toBe(404);
  });
});

describe('a draft', () => {
  it('is saved with its problems', async () => {
    const server = await startTestServer();
    const { id, draft } = await create(server);
    const answer = await server.call('PUT', `/api/workflows/${id}/draft`, {
      graph: { nodes: [], edges: [] },
      revision: draft.revision,
    });
    expect(answer).toMatchObject({ status: 200, body: { revision: draft.revision + 1 } });
    expect(answer.body).toMatchObject({ problems: [{ code: 'no-webhook' }] });
  });

  it('is not overwritten by somebody who has not seen the last change', async () => {
    const server = await startTestServer();
    const { id, draft } = await create(server);
    const save = (methods: string[]) =>
      server.call('PUT', `/api/workflows/${id}/draft`, { graph: graphWith({ methods }), revision: draft.revision });
    expect((await save(['POST'])).status).toBe(200);
    expect(await save(['GET'])).toMatchObject({ status: 409, body: { type: '/problems/stale-revision' } });
    const { body } = await server.call('GET', `/api/workflows/${id}`);
    expect(body).toMatchObject({ draft: { graph: graphWith({ methods: ['POST'] }) } });
  });

  it('is saved by one of many who save at once', async () => {
    const server = await startTestServer();
    const { id, draft } = await create(server);
    const saves = Array.from({ length: 8 }, () =>
      server.call('PUT', `/api/workflows/${id}/draft`, { graph: graphWith({}), revision: draft.revision }),
    );
    const statuses = (await Promise.all(saves)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, ...Array(7).fill(409)]);
  });
});

describe('publishing', () => {
  it('makes versions, pauses and resumes', async () => {
    const server = await startTestServer();
    const { id, draft } = await create(server);
    const publish = (body?: object) => server.call('POST', `/api/workflows/${id}/publish`, body);
    expect(await publish()).toMatchObject({ status: 200, body: { publishedVersion: 1, unpublishedChanges: false } });
    expect(await publish({ revision: draft.revision + 5 })).toMatchObject({ status: 409 });
    await server.call('PUT', `/api/workflows/${id}/draft`, {
      graph: graphWith({ methods: ['PUT'] }),
      revision: draft.revision,
    });
    expect(await publish({ revision: draft.revision + 1 })).toMatchObject({ body: { publishedVersion: 2 } });

    const { body: versions } = await server.call('GET', `/api/workflows/${id}/versions`);
    expect(versions).toMatchObject({ items: [{ version: 2, nodeCount: 1 }, { version: 1 }] });
    const { body: second } = await server.call('GET', `/api/workflows/${id}/versions/2`);
    expect(second).toMatchObject({ graph: graphWith({ methods: ['PUT'] }) });
    expect((await server.call('GET', `/api/workflows/${id}/versions/9`)).status).toBe(404);
    const restored = await server.call('POST', `/api/workflows/${id}/versions/1/restore`);
    expect(restored.body).toMatchObject({ draft: { graph: draft.graph }, unpublishedChanges: true });

    expect((await server.call('POST', `/api/workflows/${id}/pause`)).body).toMatchObject({ paused: true });
    expect((await server.call('POST', `/api/workflows/${id}/resume`)).body).toMatchObject({ paused: false });
  });

  it('is refused while the draft has problems, with node and sentence', async () => {
    const server = await startTestServer();
    const { id } = await create(server, { name: 'Broken', graph: graphWith({ methods: [] }) });
    const { status, body } = await server.call('POST', `/api/workflows/${id}/publish`, {});
    expect(status).toBe(422);
    expect(body).toMatchObject({ type: '/problems/graph-problems', errors: [{ path: 'hook.methods' }] });
  });
});
