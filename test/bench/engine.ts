import { endpoints } from '@millrace/shared/api';
import type { Graph } from '@millrace/shared/workflow';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { startServer } from '../support/start-server.ts';
import { median } from './load.ts';

// How long executions of large graphs take, from their acceptance to their end as the history has it.
// Usage: node test/bench/engine.ts [rounds]
const rounds = Number(process.argv[2] ?? 15);

const each: Graph = (() => {
  const { nodes, edges } = graphOf([
    { id: 'hook', type: 'webhook' },
    { id: 'each', type: 'for-each', config: { items: '{{ trigger.body.items }}' } },
  ]);
  const [inside] = graphOf([
    { id: 'double', type: 'script', config: { code: 'return { twice: item.n * 2, index };' } },
  ]).nodes;
  return { nodes: [...nodes, ...(inside ? [{ ...inside, parentId: 'each' }] : [])], edges };
})();
const chain = graphOf([
  { id: 'hook', type: 'webhook' },
  ...Array.from({ length: 50 }, (_, at) => ({
    id: `t${at}`,
    type: 'transform',
    config: { keep: 'all', set: [{ path: 'step', value: at }] },
  })),
]);
const subjects = [
  { name: 'for-each over 1,000 items, a script each', graph: each, wanted: 400 },
  { name: 'a chain of 50 transforms', graph: chain, wanted: 10 },
];
const body = JSON.stringify({ items: Array.from({ length: 1_000 }, (_, n) => ({ n })) });

const server = await startServer();
try {
  const rows: Record<string, unknown>[] = [];
  for (const { name, graph, wanted } of subjects) {
    const { triggerUrl } = await publishedWorkflow(server.api, name, graph);
    const times: number[] = [];
    // The first ones warm up.
    for (let round = -3; round < rounds; round++) {
      const sent = await fetch(triggerUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      const { executionId } = (await sent.json()) as { executionId: string };
      const ms = await durationOf(executionId);
      if (round >= 0) times.push(ms);
    }
    rows.push({
      execution: name,
      'median ms': median(times),
      'longest ms': Math.max(...times),
      'wanted under': wanted,
    });
  }
  console.table(rows);
} finally {
  await server.close();
}

async function durationOf(id: string): Promise<number> {
  for (;;) {
    const { durationMs, status } = await server.api(endpoints.getExecution, { params: { id } });
    if (status === 'failed') throw new Error('An execution failed.');
    if (durationMs !== null) return durationMs;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
