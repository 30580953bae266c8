import type { GraphProblem } from '@millrace/shared/workflow';
import { expect, it } from 'vitest';
import { graphOf } from '../../test-graph.ts';
import { startTestServer, type TestServer } from '../start-test-server.ts';

const schema = { type: 'object', required: ['total'], properties: { total: { type: 'number' } } };
const billGraph = (bodySchema: object) => graphOf([], [], { bodySchema: { kind: 'schema', schema: bodySchema } });
const callerGraph = (workflowId: string, body: unknown) =>
  graphOf([{ id: 'call', type: 'call-workflow', config: { workflowId, body } }], ['hook → call']);

async function create(server: TestServer, name: string, graph: object): Promise<string> {
  const { status, body } = await server.call('POST', '/api/workflows', { name, graph });
  expect(status).toBe(201);
  return (body as { id: string }).id;
}
const publish = (server: TestServer, id: string) => server.call('POST', `/api/workflows/${id}/publish`, {});
const problemsOf = async (server: TestServer, id: string) => {
  const { body } = await server.call('GET', `/api/workflows/${id}`);
  return (body as { draft: { problems: GraphProblem[] } }).draft.problems;
};

it('tells what a workflow takes, as its published version says', async () => {
  const server = await startTestServer();
  const id = await create(server, 'Bill', billGraph(schema));
  const trigger = async () => (await server.call('GET', `/api/workflows/${id}/trigger`)).body;
  expect(await trigger()).toEqual({ name: 'Bill', publishedVersion: null, bodySchema: null });
  await publish(server, id);
  expect(await trigger()).toEqual({ name: 'Bill', publishedVersion: 1, bodySchema: schema });
  await server.call('PUT', `/api/workflows/${id}/draft`, { graph: graphOf([], []), revision: 1 });
  expect(await trigger()).toMatchObject({ bodySchema: schema });
  await publish(server, id);
  expect(await trigger()).toEqual({ name: 'Bill', publishedVersion: 2, bodySchema: null });
  await server.call('DELETE', `/api/workflows/${id}`);
  expect((await server.call('GET', `/api/workflows/${id}/trigger`)).status).toBe(404);
});

it('does not publish a workflow that calls another one as that certainly does not take it', async () => {
  const server = await startTestServer();
  const bill = await create(server, 'Bill', billGraph(schema));
  const caller = await create(server, 'Orders', callerGraph(bill, { total: 'a lot' }));
  // While it is not published it takes nothing at all, which is said when it runs.
  expect(await problemsOf(server, caller)).toEqual([]);
  await publish(server, bill);
  const message = '"Bill" does not take this: "total" must be a number.';
  expect(await problemsOf(server, caller)).toEqual([
    { code: 'body-misfit', nodeId: 'call', path: 'body.total', message },
  ]);
  expect(await publish(server, caller)).toMatchObject({
    status: 422,
    body: { type: '/problems/graph-problems', errors: [{ path: 'call.body.total', message }] },
  });
  const listed = (await server.call('GET', '/api/workflows')).body as { items: object[] };
  expect(listed.items).toMatchObject([
    { id: caller, problemCount: 1 },
    { id: bill, problemCount: 0 },
  ]);
  const graph = callerGraph(bill, { total: '{{ input.total }}' });
  expect(await server.call('PUT', `/api/workflows/${caller}/draft`, { graph, revision: 1 })).toMatchObject({
    body: { problems: [] },
  });
  expect((await publish(server, caller)).status).toBe(200);

  await server.call('DELETE', `/api/workflows/${bill}`);
  expect(await problemsOf(server, caller)).toMatchObject([{ code: 'unknown-workflow', path: 'workflowId' }]);
});

it('compares what a workflow sends itself with the webhook node that is published with it', async () => {
  const server = await startTestServer();
  const id = await create(server, 'Walk', billGraph(schema));
  await publish(server, id);
  const hook = { bodySchema: { kind: 'schema', schema: { required: ['page'] } } };
  const save = (body: object, revision: number) => {
    const graph = graphOf(
      [{ id: 'call', type: 'call-workflow', config: { workflowId: id, body } }],
      ['hook → call'],
      hook,
    );
    return server.call('PUT', `/api/workflows/${id}/draft`, { graph, revision });
  };
  expect(await save({ total: 1 }, 1)).toMatchObject({ body: { problems: [{ path: 'body.page' }] } });
  expect(await save({ page: 2 }, 2)).toMatchObject({ body: { problems: [] } });
});
