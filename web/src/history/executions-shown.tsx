import { endpoints } from '@millrace/shared/api';
import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '../app/query.ts';
import styles from './executions-shown.module.css';

interface ExecutionsShownProps {
  readonly unresolved: boolean;
  readonly onChange: (unresolved: boolean) => void;
}

/** All executions, or the failures that nobody dealt with and how many these are. */
export function ExecutionsShown({ unresolved, onChange }: ExecutionsShownProps) {
  const { data } = useQuery(apiQuery(endpoints.countUnresolved));
  const count = data?.count ?? 0;
  return (
    <fieldset className={styles.views}>
      <legend className="sr-only">Show</legend>
      <button type="button" className={styles.view} aria-pressed={!unresolved} onClick={() => onChange(false)}>
        All
      </button>
      <button
        type="button"
        className={styles.view}
        aria-pressed={unresolved}
        title="Failed, no later replay or retry made up for it, and nobody dismissed it"
        onClick={() => onChange(true)}
      >
        Unresolved failures
        {count === 0 ? null : <span className={styles.count}>{count.toLocaleString('en')}</span>}
      </button>
    </fieldset>
  );
}
