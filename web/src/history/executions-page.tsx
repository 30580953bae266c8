import { endpoints } from '@millrace/shared/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { useLiveEvents } from '../app/live.ts';
import { apiPages } from '../app/query.ts';
import { pathTo, routes } from '../app/routes.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { Page } from '../ui/page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { BulkButtons } from './bulk-buttons.tsx';
import { ExecutionDetail } from './execution-detail.tsx';
import {
  type ExecutionFilter,
  fitsExecutionFilter,
  isNarrowed,
  readExecutionFilter,
  writeExecutionFilter,
} from './execution-filter.ts';
import { ExecutionRow } from './execution-row.tsx';
import { ExecutionTools } from './execution-tools.tsx';
import layout from './history-layout.module.css';
import { HistoryLayout } from './history-layout.tsx';
import { LiveList } from './live-list.tsx';
import { NoExecutions } from './no-executions.tsx';
import { periodStart } from './period.ts';
import { UnresolvedBar } from './unresolved-bar.tsx';
import { useNarrowHistory } from './use-narrow-history.ts';
import { useNewItems } from './use-new-items.ts';

interface ExecutionsPageProps {
  readonly executionId: string | null;
}

const nothing = { statuses: [], workflowId: null, period: null, q: '' } satisfies Partial<ExecutionFilter>;

/** Every execution, live, beside the one that is open. */
export function ExecutionsPage({ executionId }: ExecutionsPageProps) {
  const narrow = useNarrowHistory();
  const [search, setSearch] = useSearchParams();
  const filter = readExecutionFilter(search);
  const change = (next: Partial<ExecutionFilter>) =>
    setSearch((old) => writeExecutionFilter(old, { ...readExecutionFilter(old), ...next }), { replace: true });
  // The list stays as read while the time goes on: its beginning is fixed when the period is chosen.
  const from = useMemo(() => (filter.period === null ? null : periodStart(filter.period, Date.now())), [filter.period]);
  const pages = apiPages(endpoints.listExecutions, {
    query: {
      limit: 50,
      ...(filter.unresolved ? { unresolved: 'true' } : {}),
      ...(filter.statuses.length === 0 ? {} : { status: filter.statuses }),
      ...(filter.workflowId === null ? {} : { workflowId: filter.workflowId }),
      ...(from === null ? {} : { from }),
      ...(filter.q.trim() === '' ? {} : { q: filter.q.trim() }),
    },
  });
  const list = useInfiniteQuery(pages);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const fresh = useNewItems(pages.queryKey, items, list.isSuccess && !list.isPlaceholderData);
  useLiveEvents((event) => {
    if (event.kind === 'execution' && fitsExecutionFilter(filter, event.execution)) fresh.note(event.execution.id);
  });
  // What is not narrowed is all there ever was, which nobody wants to replay.
  const mayDoAll = items.length > 0 && (filter.unresolved || isNarrowed(filter)) && !(narrow && executionId !== null);
  const keep = (id: string | null) => {
    const query = writeExecutionFilter(new URLSearchParams(), filter).toString();
    const path = id === null ? routes.executions : pathTo(routes.execution, { id });
    return query === '' ? path : `${path}?${query}`;
  };
  return (
    <Page
      fill
      title="Executions"
      actions={<BulkButtons offered={mayDoAll} filter={filter} from={from} />}
      tools={
        narrow && executionId !== null ? undefined : (
          <ExecutionTools filter={filter} onChange={change} onClear={() => change(nothing)} />
        )
      }
    >
      <HistoryLayout
        id="executions"
        backHref={keep(null)}
        list={
          <>
            {filter.unresolved ? (
              <UnresolvedBar workflowId={filter.workflowId} onWorkflow={(workflowId) => change({ workflowId })} />
            ) : null}
            {list.isPending ? <Skeleton lines={8} /> : null}
            {list.isError ? (
              <div className={layout.note}>
                <ErrorNote
                  title="The executions could not be read"
                  error={list.error}
                  onRetry={() => void list.refetch()}
                />
              </div>
            ) : null}
            {list.isSuccess && items.length === 0 ? (
              <NoExecutions filter={filter} onClear={() => change(nothing)} />
            ) : null}
            {items.length > 0 ? (
              <LiveList
                label="Executions"
                items={items}
                openId={executionId}
                hrefOf={(execution) => keep(execution.id)}
                renderItem={(execution) => <ExecutionRow execution={execution} />}
                newCount={fresh.count}
                onShowNew={fresh.show}
                hasMore={list.hasNextPage}
                loadingMore={list.isFetchingNextPage}
                onLoadMore={() => void list.fetchNextPage()}
                old={list.isPlaceholderData}
              />
            ) : null}
          </>
        }
        detail={executionId === null ? null : <ExecutionDetail key={executionId} executionId={executionId} />}
        nothingOpen={
          list.isSuccess && items.length === 0 ? null : (
            <p className={layout.hint}>
              <span>
                <kbd>j</kbd> and <kbd>k</kbd> move through the list, <kbd>Enter</kbd> opens.
              </span>
            </p>
          )
        }
      />
    </Page>
  );
}
