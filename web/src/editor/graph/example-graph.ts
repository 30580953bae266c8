import type { Graph, GraphNode } from '@millrace/shared/workflow';

/** Webhook → Filter → Total for tests, 288 apart. */
export const exampleGraph = (): Graph => ({
  nodes: [
    node('hook', 'webhook', 'Webhook', 0, {}),
    node('big', 'filter', 'Filter', 288, { all: [{ left: '{{ trigger.body.amount }}', is: 'exists' }] }),
    node('sum', 'script', 'Total', 576, { code: 'return steps["Filter"].output;' }),
  ],
  edges: [edge('e1', 'hook', 'big'), edge('e2', 'big', 'sum')],
});

export const node = (
  id: string,
  type: string,
  name: string,
  x: number,
  config: Record<string, unknown> = {},
): GraphNode => ({ id, type, name, position: { x, y: 0 }, config });

export const edge = (id: string, source: string, target: string) => ({
  id,
  source,
  sourceHandle: 'out',
  target,
  targetHandle: 'in',
});
