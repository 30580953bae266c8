import { endpoints } from '@millrace/shared/api';
import type { DeliverySummary, ExecutionSummary } from '@millrace/shared/execution';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLiveEvents } from '../../app/live.ts';
import { apiQuery, type PageOf } from '../../app/query.ts';

/** How many of each the editor offers to look at. */
const RECENT = 20;

export interface RecentData {
  readonly workflowId: string;
  readonly deliveries: readonly DeliverySummary[];
  readonly executions: readonly ExecutionSummary[];
  /** False until both are known for the first time. */
  readonly loaded: boolean;
  readonly error: Error | null;
}

/** The newest deliveries and executions of a workflow, with those that arrive meanwhile in front. */
export function useRecentData(workflowId: string): RecentData {
  const client = useQueryClient();
  const deliveriesOf = apiQuery(endpoints.listDeliveries, { query: { workflowId, limit: RECENT } });
  const executionsOf = apiQuery(endpoints.listExecutions, { query: { workflowId, limit: RECENT } });
  const deliveries = useQuery({ ...deliveriesOf, staleTime: 0 });
  const executions = useQuery({ ...executionsOf, staleTime: 0 });

  useLiveEvents((event) => {
    if (event.kind === 'delivery' && event.delivery.workflowId === workflowId) {
      client.setQueryData(deliveriesOf.queryKey, (old) => withNewest(old, event.delivery));
    }
    if (event.kind === 'execution' && event.execution.workflowId === workflowId) {
      const { id, deliveryId } = event.execution;
      client.setQueryData(executionsOf.queryKey, (old) => withNewest(old, event.execution));
      client.setQueryData(deliveriesOf.queryKey, (old) =>
        old === undefined
          ? old
          : {
              ...old,
              items: old.items.map((item) =>
                item.id === deliveryId && (item.executionId === null || item.executionId < id)
                  ? { ...item, executionId: id }
                  : item,
              ),
            },
      );
    }
  });

  return {
    workflowId,
    deliveries: deliveries.data?.items ?? [],
    executions: executions.data?.items ?? [],
    loaded: deliveries.data !== undefined && executions.data !== undefined,
    error: deliveries.error ?? executions.error,
  };
}

/** The new one in front, or in the place of its older self. */
const withNewest = <Item extends { id: string }, Page extends PageOf<Item>>(
  page: Page | undefined,
  item: Item,
): Page | undefined => {
  if (page === undefined) return page;
  const known = page.items.some(({ id }) => id === item.id);
  return {
    ...page,
    items: known ? page.items.map((old) => (old.id === item.id ? item : old)) : [item, ...page.items].slice(0, RECENT),
  };
};
