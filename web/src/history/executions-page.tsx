import { endpoints } from '@millrace/shared/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { History, Search } from 'lucide-react';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'wouter';
import { useLiveEvents } from '../app/live.ts';
import { apiPages } from '../app/query.ts';
import { pathTo, routes } from '../app/routes.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Page } from '../ui/page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TextInput } from '../ui/text-input.tsx';
import { ExecutionDetail } from './execution-detail.tsx';
import {
  type ExecutionFilter,
  fitsExecutionFilter,
  isNarrowed,
  readExecutionFilter,
  writeExecutionFilter,
} from './execution-filter.ts';
import { ExecutionRow } from './execution-row.tsx';
import layout from './history-layout.module.css';
import { HistoryLayout } from './history-layout.tsx';
import { LiveList } from './live-list.tsx';
import { periodStart } from './period.ts';
import { PeriodSelect } from './period-select.tsx';
import { StatusFilter } from './status-filter.tsx';
import { useNarrowHistory } from './use-narrow-history.ts';
import { useNewItems } from './use-new-items.ts';
import { WorkflowSelect } from './workflow-select.tsx';

interface ExecutionsPageProps {
  readonly executionId: string | null;
}

const nothing: ExecutionFilter = { statuses: [], workflowId: null, period: null, q: '' };

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
  const keep = (id: string | null) => {
    const query = writeExecutionFilter(new URLSearchParams(), filter).toString();
    const path = id === null ? routes.executions : pathTo(routes.execution, { id });
    return query === '' ? path : `${path}?${query}`;
  };
  return (
    <Page
      fill
      title="Executions"
      tools={
        narrow && executionId !== null ? undefined : (
          <>
            <TextInput
              type="search"
              icon={<Search />}
              aria-label="Find by id or error"
              placeholder="Id or error"
              value={filter.q}
              onChange={(event) => change({ q: event.target.value })}
            />
            <WorkflowSelect value={filter.workflowId} onChange={(workflowId) => change({ workflowId })} />
            <PeriodSelect value={filter.period} onChange={(period) => change({ period })} />
            <StatusFilter chosen={filter.statuses} onChange={(statuses) => change({ statuses })} />
            {isNarrowed(filter) ? (
              <Button look="quiet" size="small" onClick={() => change(nothing)}>
                Clear
              </Button>
            ) : null}
          </>
        )
      }
    >
      <HistoryLayout
        id="executions"
        backHref={keep(null)}
        list={
          <>
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
              <Nothing narrowed={isNarrowed(filter)} onClear={() => change(nothing)} />
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

interface NothingProps {
  readonly narrowed: boolean;
  readonly onClear: () => void;
}

function Nothing({ narrowed, onClear }: NothingProps) {
  if (narrowed) {
    return (
      <EmptyState
        icon={<History />}
        title="No execution fits these filters"
        actions={<Button onClick={onClear}>Clear the filters</Button>}
      >
        New ones that fit appear here by themselves.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<History />}
      title="Nothing has run yet"
      actions={<Link href={routes.workflows}>To the workflows</Link>}
    >
      Publish a workflow and send a request to its trigger URL; its execution appears here at once. A request that came
      before publishing is kept under deliveries.
    </EmptyState>
  );
}
