import { endpoints } from '@millrace/shared/api';
import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '../app/query.ts';
import styles from './search-note.module.css';

/** That not every refused request is kept, and how many were not even written. */
export function RingNote() {
  const { data } = useQuery({ ...apiQuery(endpoints.getInstance), staleTime: 5_000 });
  const dropped = data?.refusalsDropped ?? 0;
  return (
    <div className={styles.note}>
      <p>
        Of refused requests, about the newest 1,000 of each workflow are kept, so that a flood of them cannot fill the
        disk.
        {dropped === 0
          ? null
          : ` Since the server started, ${dropped.toLocaleString('en')} came too fast to be kept at all.`}
      </p>
    </div>
  );
}
