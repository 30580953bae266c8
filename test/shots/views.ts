import type { ApiClient } from '@millrace/server/scripts/api-client.ts';
import { endpoints } from '@millrace/shared/api';
import type { SeededWorkflows } from './seed-workflows.ts';

/** A page as it is photographed: a name for the file, its address, and the button that is pressed before, if any. */
export interface View {
  readonly name: string;
  readonly path: string;
  readonly press?: string;
}

/** What is shown while nothing exists, and again while the server does not answer. */
export const plainViews: readonly View[] = [
  { name: 'workflows', path: '/workflows' },
  { name: 'executions', path: '/executions' },
  { name: 'deliveries', path: '/deliveries' },
  { name: 'collections', path: '/collections' },
  { name: 'secrets', path: '/secrets' },
  { name: 'settings', path: '/settings' },
];

/** Every page with something on it. */
export async function fullViews(
  api: ApiClient,
  { orders, refunds, pushes, stock, labels, draft, caller }: SeededWorkflows,
): Promise<readonly View[]> {
  const executionOf = async (workflowId: string, status: 'succeeded' | 'failed') => {
    const { items } = await api(endpoints.listExecutions, { query: { workflowId, status: [status], limit: 1 } });
    const [found] = items;
    if (found === undefined) throw new Error(`No execution of the seed ${status}.`);
    return found;
  };
  const succeeded = await executionOf(orders.id, 'succeeded');
  const failed = await executionOf(refunds.id, 'failed');
  const { items: refused } = await api(endpoints.listDeliveries, { query: { outcome: ['unverified'], limit: 1 } });
  const deliveryOf = async (outcome: 'accepted' | 'duplicate' | 'wrong-method') => {
    const { items } = await api(endpoints.listDeliveries, {
      query: { workflowId: labels.id, outcome: [outcome], limit: 1 },
    });
    return items[0]?.id ?? '';
  };
  return [
    ...plainViews,
    { name: 'new-workflow', path: '/workflows?new=1' },
    { name: 'editor', path: `/workflows/${orders.id}` },
    { name: 'editor-run', path: `/workflows/${orders.id}?execution=${succeeded.id}&node=sum` },
    { name: 'editor-transform', path: `/workflows/${orders.id}?execution=${succeeded.id}&node=map` },
    { name: 'editor-failed', path: `/workflows/${refunds.id}?execution=${failed.id}&node=book` },
    { name: 'editor-webhook', path: `/workflows/${stock.id}?node=hook` },
    // No delivery yet, and a problem.
    { name: 'editor-first', path: `/workflows/${draft.id}?node=mail` },
    { name: 'editor-call', path: `/workflows/${caller.id}?node=call` },
    { name: 'collection-record', path: '/collections?collection=profiles&key=ben%40post.example' },
    { name: 'executions-unresolved', path: '/executions?show=unresolved' },
    { name: 'tests-empty', path: `/workflows/${stock.id}?tests=1` },
    { name: 'tests-green', path: `/workflows/${orders.id}?tests=1`, press: 'Run tests' },
    { name: 'tests-red', path: `/workflows/${pushes.id}?tests=1`, press: 'Run tests' },
    { name: 'retention', path: `/workflows/${orders.id}?retention=1` },
    { name: 'versions', path: `/workflows/${orders.id}/versions` },
    { name: 'execution-graph', path: `/executions/${succeeded.id}?node=sum` },
    { name: 'execution-timeline', path: `/executions/${failed.id}?tab=timeline&node=book` },
    { name: 'execution-attempts', path: `/executions/${failed.id}?tab=timeline&node=book&view=attempts` },
    { name: 'execution-request', path: `/executions/${succeeded.id}?tab=request` },
    { name: 'executions-failed', path: '/executions?status=failed&within=day' },
    { name: 'delivery', path: `/deliveries/${succeeded.deliveryId}` },
    { name: 'delivery-refused', path: `/deliveries/${refused[0]?.id ?? ''}?outcome=refused` },
    { name: 'delivery-repeated', path: `/deliveries/${await deliveryOf('accepted')}?body=hex` },
    { name: 'delivery-duplicate', path: `/deliveries/${await deliveryOf('duplicate')}?outcome=duplicate` },
    { name: 'delivery-unread', path: `/deliveries/${await deliveryOf('wrong-method')}?outcome=wrong-method` },
    { name: 'deliveries-search', path: '/deliveries?q=Signature&within=day' },
    { name: 'deliveries-not-found', path: '/deliveries?q=nowhere+to+be+found' },
  ];
}
