import { endpoints } from '@millrace/shared/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { apiPages } from '../app/query.ts';
import { useUrlParam } from '../app/use-url-param.ts';
import { useSettled } from '../history/use-settled.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { MoreButton } from '../ui/more-button.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TextInput } from '../ui/text-input.tsx';
import styles from './collections-page.module.css';

interface RecordListProps {
  readonly collection: string;
  readonly chosen: string | null;
  readonly onChoose: (key: string) => void;
}

/** The records of a collection, in the order of their keys. */
export function RecordList({ collection, chosen, onChoose }: RecordListProps) {
  const [prefix, setPrefix] = useUrlParam('prefix');
  const settled = useSettled(prefix ?? '').slice(0, 500);
  const list = useInfiniteQuery({
    ...apiPages(endpoints.listRecords, { params: { collection }, query: { limit: 100, prefix: settled } }),
    staleTime: 0,
  });
  const records = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className={styles.records} aria-label={`Records of ${collection}`}>
      <div className={styles.search}>
        <TextInput
          icon={<Search />}
          mono
          aria-label="Start of the key"
          placeholder="Keys that start with…"
          value={prefix ?? ''}
          onChange={(event) => setPrefix(event.target.value)}
        />
      </div>
      {list.isPending ? <Skeleton /> : null}
      {list.isError ? (
        <div className={styles.note}>
          <ErrorNote title="The records could not be read" error={list.error} onRetry={() => void list.refetch()} />
        </div>
      ) : null}
      {list.isSuccess && records.length === 0 ? (
        <p className={styles.hint}>
          {settled === '' ? 'No record is left in this collection.' : `No key starts with “${settled}”.`}
        </p>
      ) : null}
      <ul aria-label="Records">
        {records.map(({ key, preview }) => (
          <li key={key}>
            <button
              type="button"
              className={styles.row}
              aria-current={key === chosen ? 'true' : undefined}
              onClick={() => onChoose(key)}
            >
              <code className={styles.cut} title={key}>
                {key}
              </code>
              <span className={styles.preview}>{preview}</span>
            </button>
          </li>
        ))}
      </ul>
      <MoreButton query={list} />
    </section>
  );
}
