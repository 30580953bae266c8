import { expect, it } from 'vitest';
import { edge, exampleGraph, node } from './example-graph.ts';
import { validConnection } from './valid-connection.ts';

const graph = { ...exampleGraph(), nodes: [...exampleGraph().nodes, node('crm', 'http-request', 'CRM', 864)] };

const verdict = (source: string, target: string, sourceHandle = 'out', targetHandle = 'in') =>
  validConnection(graph, { ...edge('', source, target), sourceHandle, targetHandle });

it('lets an output meet an input', () => {
  expect(verdict('sum', 'crm')).toEqual({ ok: true });
  expect(verdict('hook', 'sum')).toEqual({ ok: true });
});

it.each([
  ['a circle', verdict('sum', 'big'), /circles/],
  ['itself', verdict('big', 'big'), /follow itself/],
  ['a second edge of the same kind', verdict('hook', 'big'), /connected already/],
  ['the start', verdict('sum', 'hook'), /nothing can come before/],
  ['a port that is not there', verdict('sum', 'crm', 'error'), /no output named/],
  ['a node that is gone', verdict('sum', 'gone'), /not there/],
])('refuses %s and says why', (_, given, reason) => {
  expect(given).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
});
