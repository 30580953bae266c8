import { endpoints } from '@millrace/shared/api';
import { isRefused } from '@millrace/shared/execution';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Inbox } from 'lucide-react';
import { useEffect, useEffectEvent, useMemo } from 'react';
import { Link, useSearchParams } from 'wouter';
import { useLiveEvents } from '../app/live.ts';
import { apiPages } from '../app/query.ts';
import { pathTo, routes } from '../app/routes.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Page } from '../ui/page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { DeliveryDetail } from './delivery-detail.tsx';
import {
  type DeliveryFilter,
  fitsDeliveryFilter,
  isNarrowedDeliveries,
  outcomesOf,
  readDeliveryFilter,
  writeDeliveryFilter,
} from './delivery-filter.ts';
import { DeliveryRow } from './delivery-row.tsx';
import { DeliveryTools } from './delivery-tools.tsx';
import layout from './history-layout.module.css';
import { HistoryLayout } from './history-layout.tsx';
import { LiveList } from './live-list.tsx';
import { periodStart } from './period.ts';
import { RingNote } from './ring-note.tsx';
import { SearchNote } from './search-note.tsx';
import { type SearchProgress, searchProgress } from './search-progress.ts';
import { useNarrowHistory } from './use-narrow-history.ts';
import { useNewItems } from './use-new-items.ts';
import { useSettled } from './use-settled.ts';

interface DeliveriesPageProps {
  readonly deliveryId: string | null;
}

const nothing: DeliveryFilter = { verdict: null, workflowId: null, preset: null, period: null, q: '' };
const PAGE_LENGTH = 50;

/** Every request that came in, also those that were refused, beside the one that is open. */
export function DeliveriesPage({ deliveryId }: DeliveriesPageProps) {
  const narrow = useNarrowHistory();
  const [search, setSearch] = useSearchParams();
  const filter = readDeliveryFilter(search);
  const narrowed = isNarrowedDeliveries(filter);
  const change = (next: Partial<DeliveryFilter>) =>
    setSearch((old) => writeDeliveryFilter(old, { ...readDeliveryFilter(old), ...next }), { replace: true });
  const from = useMemo(() => (filter.period === null ? null : periodStart(filter.period, Date.now())), [filter.period]);
  const outcome = outcomesOf(filter.verdict);
  const q = useSettled(filter.q.trim());
  const pages = apiPages(endpoints.listDeliveries, {
    query: {
      limit: PAGE_LENGTH,
      ...(outcome === undefined ? {} : { outcome }),
      ...(filter.workflowId === null ? {} : { workflowId: filter.workflowId }),
      ...(filter.preset === null ? {} : { preset: filter.preset }),
      ...(from === null ? {} : { from }),
      ...(q === '' ? {} : { q }),
    },
  });
  const list = useInfiniteQuery(pages);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const progress = searchProgress(list.data?.pages ?? [], PAGE_LENGTH);
  const hasMore = list.hasNextPage && progress?.paused !== true;
  // Without a row, nothing scrolls that would ask for more.
  const goesOn = list.isSuccess && !list.isPlaceholderData && items.length === 0 && hasMore && !list.isFetching;
  const goOn = useEffectEvent(() => void list.fetchNextPage());
  useEffect(() => {
    if (goesOn) goOn();
  }, [goesOn]);
  const note =
    progress === null ? null : (
      <SearchNote progress={progress} searching={list.isFetching} onGoOn={() => void list.fetchNextPage()} />
    );
  const ringNote =
    !list.hasNextPage && filter.verdict !== null && outcome?.every(isRefused) === true ? <RingNote /> : null;
  const fresh = useNewItems(pages.queryKey, items, list.isSuccess && !list.isPlaceholderData);
  useLiveEvents((event) => {
    if (event.kind === 'delivery' && fitsDeliveryFilter(filter, event.delivery)) fresh.note(event.delivery.id);
  });
  const keep = (id: string | null) => {
    const query = writeDeliveryFilter(new URLSearchParams(), filter).toString();
    const path = id === null ? routes.deliveries : pathTo(routes.delivery, { id });
    return query === '' ? path : `${path}?${query}`;
  };
  return (
    <Page
      fill
      title="Deliveries"
      tools={
        narrow && deliveryId !== null ? undefined : (
          <DeliveryTools filter={filter} onChange={change} onClear={() => change(nothing)} />
        )
      }
    >
      <HistoryLayout
        id="deliveries"
        backHref={keep(null)}
        list={
          <>
            {list.isPending ? <Skeleton lines={8} /> : null}
            {list.isError ? (
              <div className={layout.note}>
                <ErrorNote
                  title="The deliveries could not be read"
                  error={list.error}
                  onRetry={() => void list.refetch()}
                />
              </div>
            ) : null}
            {list.isSuccess && items.length === 0 ? (
              <>
                {hasMore ? null : <Nothing narrowed={narrowed} progress={progress} onClear={() => change(nothing)} />}
                {note}
                {ringNote}
              </>
            ) : null}
            {items.length > 0 ? (
              <LiveList
                label="Deliveries"
                items={items}
                openId={deliveryId}
                hrefOf={(delivery) => keep(delivery.id)}
                renderItem={(delivery) => <DeliveryRow delivery={delivery} />}
                newCount={fresh.count}
                onShowNew={fresh.show}
                hasMore={hasMore}
                loadingMore={list.isFetchingNextPage}
                onLoadMore={() => void list.fetchNextPage()}
                footer={
                  <>
                    {note}
                    {ringNote}
                  </>
                }
                old={list.isPlaceholderData || q !== filter.q.trim()}
              />
            ) : null}
          </>
        }
        detail={deliveryId === null ? null : <DeliveryDetail key={deliveryId} deliveryId={deliveryId} />}
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
  readonly progress: SearchProgress | null;
  readonly onClear: () => void;
}

function Nothing({ narrowed, progress, onClear }: NothingProps) {
  if (narrowed) {
    return (
      <EmptyState
        icon={<Inbox />}
        title={progress?.paused === true ? 'Nothing found so far' : 'No delivery fits these filters'}
        actions={<Button onClick={onClear}>Clear the filters</Button>}
      >
        {progress === null
          ? 'New ones that fit appear here by themselves.'
          : 'The text is looked for in body, headers, path, query, reason and at the start of the id.'}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<Inbox />}
      title="No request has come in yet"
      actions={<Link href={routes.workflows}>To the workflows</Link>}
    >
      Copy a workflow’s trigger URL and send a request to it. It is kept here as it came, also before anything is
      published, so that you can draw the workflow on real data.
    </EmptyState>
  );
}
