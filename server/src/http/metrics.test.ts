import { expect, it } from 'vitest';
import { Metrics } from './metrics.ts';

it('tells at the first look how long the oldest executions have been waiting', async () => {
  const oldestQueuedAt = Date.now() - 60_000;
  const text = await new Metrics({
    countUnfinished: async () => ({ queued: 3, running: 1, waiting: 0, oldestQueuedAt }),
    listQueues: async () => [{ workflowId: 'orders', queued: 3, oldestQueuedAt }],
  }).text();
  expect(text).toMatch(/^millrace_executions_unfinished\{status="queued"\} 3$/m);
  expect(text).toMatch(/^millrace_oldest_queued_seconds [6-9]\d(?:\.\d+)?$/m);
  expect(text).toMatch(/^millrace_workflow_queued_executions\{workflow="orders"\} 3$/m);
  expect(text).toMatch(/^millrace_workflow_oldest_queued_seconds\{workflow="orders"\} [6-9]\d(?:\.\d+)?$/m);
});
