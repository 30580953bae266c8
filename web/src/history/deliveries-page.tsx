import { endpoints } from '@millrace/shared/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Inbox } from 'lucide-react';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'wouter';
import { useLiveEvents } from '../app/live.ts';
import { apiPages } from '../app/query.ts';
import { pathTo, routes } from '../app/routes.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Page } from '../ui/page.tsx';
import { Select } from '../ui/select.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { DeliveryDetail } from './delivery-detail.tsx';
import {
  type DeliveryFilter,
  fitsDeliveryFilter,
  outcomesOf,
  readDeliveryFilter,
  writeDeliveryFilter,
} from './delivery-filter.ts';
import { DeliveryRow } from './delivery-row.tsx';
import layout from './history-layout.module.css';
import { HistoryLayout } from './history-layout.tsx';
import { LiveList } from './live-list.tsx';
import { periodStart } from './period.ts';
import { PeriodSelect } from './period-select.tsx';
import { useNarrowHistory } from './use-narrow-history.ts';
import { useNewItems } from './use-new-items.ts';
import { WorkflowSelect } from './workflow-select.tsx';

interface DeliveriesPageProps {
  readonly deliveryId: string | null;
}

const nothing: DeliveryFilter = { verdict: null, workflowId: null, period: null };

/** Every request that came in, also those that were refused, beside the one that is open. */
export function DeliveriesPage({ deliveryId }: DeliveriesPageProps) {
  const narrow = useNarrowHistory();
  const [search, setSearch] = useSearchParams();
  const filter = readDeliveryFilter(search);
  const narrowed = filter.verdict !== null || filter.workflowId !== null || filter.period !== null;
  const change = (next: Partial<DeliveryFilter>) =>
    setSearch((old) => writeDeliveryFilter(old, { ...readDeliveryFilter(old), ...next }), { replace: true });
  const from = useMemo(() => (filter.period === null ? null : periodStart(filter.period, Date.now())), [filter.period]);
  const outcome = outcomesOf(filter.verdict);
  const pages = apiPages(endpoints.listDeliveries, {
    query: {
      limit: 50,
      ...(outcome === undefined ? {} : { outcome }),
      ...(filter.workflowId === null ? {} : { workflowId: filter.workflowId }),
      ...(from === null ? {} : { from }),
    },
  });
  const list = useInfiniteQuery(pages);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
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
          <>
            <Select
              aria-label="Outcome"
              value={filter.verdict ?? ''}
              options={[
                { value: '', label: 'Accepted and refused' },
                { value: 'accepted', label: 'Accepted' },
                { value: 'refused', label: 'Refused' },
              ]}
              onValueChange={(verdict) => change({ verdict: verdict === '' ? null : verdict })}
            />
            <WorkflowSelect value={filter.workflowId} onChange={(workflowId) => change({ workflowId })} />
            <PeriodSelect value={filter.period} onChange={(period) => change({ period })} />
            {narrowed ? (
              <Button look="quiet" size="small" onClick={() => change(nothing)}>
                Clear
              </Button>
            ) : null}
          </>
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
              <Nothing narrowed={narrowed} onClear={() => change(nothing)} />
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
                hasMore={list.hasNextPage}
                loadingMore={list.isFetchingNextPage}
                onLoadMore={() => void list.fetchNextPage()}
                old={list.isPlaceholderData}
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
  readonly onClear: () => void;
}

function Nothing({ narrowed, onClear }: NothingProps) {
  if (narrowed) {
    return (
      <EmptyState
        icon={<Inbox />}
        title="No delivery fits these filters"
        actions={<Button onClick={onClear}>Clear the filters</Button>}
      >
        New ones that fit appear here by themselves.
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
