import { endpoints } from '@millrace/shared/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Database } from 'lucide-react';
import { Link } from 'wouter';
import { apiPages } from '../app/query.ts';
import { pathTo, routes } from '../app/routes.ts';
import { useMediaQuery } from '../app/use-media-query.ts';
import { useUrlParam } from '../app/use-url-param.ts';
import { BackLink } from '../ui/back-link.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { MoreButton } from '../ui/more-button.tsx';
import { Page } from '../ui/page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import styles from './collections-page.module.css';
import { RecordDetail } from './record-detail.tsx';
import { RecordList } from './record-list.tsx';

/** What workflows keep: collections, the records of one, and the value of one record. */
export function CollectionsPage() {
  const [chosen] = useUrlParam('collection');
  const [prefix] = useUrlParam('prefix');
  const [key, setKey] = useUrlParam('key', { push: true });
  const list = useInfiniteQuery({
    ...apiPages(endpoints.listCollections, { query: { limit: 200 } }),
    // Workflows change them at any time, and no event says so.
    staleTime: 0,
  });
  const collections = list.data?.pages.flatMap(({ items }) => items) ?? [];
  // One that was emptied is gone from the list, but what was deleted from it may still be taken back.
  const shown = chosen ?? collections[0]?.name;
  const narrow = useMediaQuery('(max-width: 560px)');
  return (
    <Page fill title="Collections">
      {list.isPending ? <Skeleton /> : null}
      {list.isError ? (
        <div className={styles.note}>
          <ErrorNote title="The collections could not be read" error={list.error} onRetry={() => void list.refetch()} />
        </div>
      ) : null}
      {list.isSuccess && shown === undefined ? (
        <EmptyState icon={<Database />} title="Nothing is kept yet">
          Collection nodes keep records here that outlive an execution: profiles, tags, counters, lookups. A collection
          appears with its first record.
        </EmptyState>
      ) : null}
      {shown === undefined ? null : narrow && key !== null ? (
        <>
          <BackLink href={pathTo(routes.collections, {}, { collection: shown, prefix })}>Back to the records</BackLink>
          <RecordDetail key={`${shown} ${key}`} collection={shown} recordKey={key} onDeleted={() => setKey(null)} />
        </>
      ) : (
        <div className={styles.parts}>
          <nav aria-label="Collections" className={styles.list}>
            <ul>
              {collections.map(({ name, records, updatedAt }) => (
                <li key={name}>
                  <Link
                    href={pathTo(routes.collections, {}, { collection: name })}
                    className={styles.row}
                    aria-current={name === shown ? 'true' : undefined}
                  >
                    <strong>{name}</strong>
                    <span className={styles.facts}>
                      {records === 1 ? '1 record' : `${records.toLocaleString('en')} records`} · <Time at={updatedAt} />
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
            <MoreButton query={list} />
          </nav>
          <RecordList key={shown} collection={shown} chosen={key} onChoose={setKey} />
          {key === null ? (
            <p className={styles.hint}>Choose a record to see its value.</p>
          ) : (
            <RecordDetail key={`${shown} ${key}`} collection={shown} recordKey={key} onDeleted={() => setKey(null)} />
          )}
        </div>
      )}
    </Page>
  );
}
