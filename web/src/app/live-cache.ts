import { endpoints } from '@millrace/shared/api';
import type { LiveEvent } from '@millrace/shared/event';
import { type Execution, type ExecutionSummary, isFinal } from '@millrace/shared/execution';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { live } from './live.ts';
import { keyOf, type PageOf } from './query.ts';

/** Events of this time are taken together, so that a busy server does not make the page read without end. */
const BATCH_MS = 250;

/** Keeps what is cached in step with the event stream. Lists are patched, never lengthened: pages decide about that. */
export function keepCacheLive(client: QueryClient): () => void {
  let events: LiveEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    const batch = events;
    events = [];
    apply(client, batch);
  };
  const stopEvents = live.subscribe((event) => {
    events.push(event);
    timer ??= setTimeout(flush, BATCH_MS);
  });
  const stopGaps = live.onGap(() => void client.invalidateQueries());
  return () => {
    stopEvents();
    stopGaps();
    clearTimeout(timer);
  };
}

function apply(client: QueryClient, events: readonly LiveEvent[]): void {
  const summaries = new Map<string, ExecutionSummary>();
  const executions = new Set<string>();
  const workflows = new Set<string>();
  const deliveries = new Set<string>();
  for (const event of events) {
    if (event.kind === 'execution') {
      summaries.set(event.execution.id, event.execution);
      executions.add(event.execution.id);
      deliveries.add(event.execution.deliveryId);
    } else if (event.kind === 'step') executions.add(event.executionId);
    else if (event.kind === 'workflow') workflows.add(event.workflowId);
  }
  const invalidate = (path: string, params?: unknown) =>
    void client.invalidateQueries({ queryKey: params === undefined ? [path] : [path, params] });
  if (summaries.size > 0) patchLists(client, summaries);
  for (const id of executions) {
    const summary = summaries.get(id);
    client.setQueryData<Execution>(keyOf(endpoints.getExecution, { params: { id } }), (old) => patched(old, summary));
    invalidate(endpoints.getExecution.path, { id });
  }
  for (const id of deliveries) invalidate(endpoints.getDelivery.path, { id });
  const ended = [...summaries.values()].filter(({ status }) => isFinal(status));
  const finished = ended.length > 0;
  // Each of these may be a new unresolved failure, or have made up for one.
  if (ended.some(({ status, origin }) => status === 'failed' || origin.kind === 'replay' || origin.kind === 'retry')) {
    invalidate(endpoints.countUnresolved.path);
    void client.invalidateQueries({ predicate: ({ queryKey }) => isUnresolvedList(queryKey) });
  }
  for (const { origin } of summaries.values()) {
    if ('of' in origin && origin.of !== null) invalidate(endpoints.getExecution.path, { id: origin.of });
  }
  if (workflows.size > 0 || finished) invalidate(endpoints.listWorkflows.path);
  for (const id of workflows) {
    invalidate(endpoints.getWorkflow.path, { id });
    invalidate(endpoints.getTrigger.path, { id });
    invalidate(endpoints.listVersions.path, { id });
  }
}

const isUnresolvedList = ([path, , query]: readonly unknown[]): boolean =>
  path === endpoints.listExecutions.path && typeof query === 'object' && query !== null && 'unresolved' in query;

/** A state never goes back from a final one: an event may be older than what was read meanwhile. */
const patched = <Kept extends ExecutionSummary>(old: Kept | undefined, summary: ExecutionSummary | undefined) =>
  old === undefined || summary === undefined || (isFinal(old.status) && !isFinal(summary.status))
    ? old
    : { ...old, ...summary };

function patchLists(client: QueryClient, summaries: ReadonlyMap<string, ExecutionSummary>): void {
  client.setQueriesData<InfiniteData<PageOf<ExecutionSummary>> | PageOf<ExecutionSummary>>(
    { queryKey: [endpoints.listExecutions.path] },
    (old) => {
      if (old === undefined) return old;
      if ('pages' in old) return { ...old, pages: old.pages.map((page) => patchPage(page, summaries)) };
      return patchPage(old, summaries);
    },
  );
}

const patchPage = (
  page: PageOf<ExecutionSummary>,
  summaries: ReadonlyMap<string, ExecutionSummary>,
): PageOf<ExecutionSummary> =>
  page.items.some(({ id }) => summaries.has(id))
    ? { ...page, items: page.items.map((item) => patched(item, summaries.get(item.id)) ?? item) }
    : page;
