import type { ApiClient } from '@millrace/server/scripts/api-client.ts';
import { endpoints } from '@millrace/shared/api';
import type { ExecutionStatus } from '@millrace/shared/execution';
import type { SeededWorkflows } from './seed-workflows.ts';

/** Keeps test cases that the draft still passes, and some that it does not any more. */
export async function seedTestCases(api: ApiClient, { orders, pushes }: SeededWorkflows): Promise<void> {
  const keep = async (workflowId: string, status: ExecutionStatus, name: string) => {
    const { items } = await api(endpoints.listExecutions, { query: { workflowId, status: [status], limit: 1 } });
    const [execution] = items;
    if (execution === undefined) throw new Error(`No execution of the seed is ${status}.`);
    await api(endpoints.keepTestCase, { params: { id: workflowId }, body: { executionId: execution.id, name } });
  };
  await keep(orders.id, 'succeeded', 'An order of more than ten euros goes to the CRM');
  await keep(pushes.id, 'succeeded', 'A push to main is answered at once, whoever made it and however many commits');
  await keep(pushes.id, 'filtered', 'A push to another branch is left alone');
  const { draft } = await api(endpoints.getWorkflow, { params: { id: pushes.id } });
  for (const node of draft.graph.nodes) {
    if (node.id === 'answer') node.config = { status: 200, body: { kind: 'json', json: { ok: true, by: 'Millrace' } } };
  }
  await api(endpoints.saveDraft, {
    params: { id: pushes.id },
    body: { graph: draft.graph, revision: draft.revision },
  });
}
