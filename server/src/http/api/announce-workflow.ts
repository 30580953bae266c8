import type { Parts } from '../parts.ts';

/** To be awaited after a change to a workflow: its trigger URL follows, and open pages hear of it. */
export async function announceWorkflow({ routes, live }: Pick<Parts, 'routes' | 'live'>, id: string): Promise<void> {
  await routes.refresh(id);
  live.publish({ kind: 'workflow', workflowId: id });
}
