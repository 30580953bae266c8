import { Link } from 'wouter';
import { pathTo, routes } from '../app/routes.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { shortId } from '../ui/short-id.tsx';
import styles from './bulk-progress.module.css';
import type { Bulk } from './use-bulk.ts';

interface BulkProgressProps {
  readonly action: 'replay' | 'dismiss';
  readonly bulk: Bulk;
  readonly total: number | null;
}

/** So many of what was left alone are named. */
const MOST_NAMED = 20;

/** How far it is, and what was left alone and why. */
export function BulkProgress({ action, bulk: { state, done, skipped, error }, total }: BulkProgressProps) {
  const seen = done + skipped.length;
  const word = action === 'replay' ? 'replayed' : 'dismissed';
  const ended = { running: 'so far', stopped: 'before it was stopped', done: 'in all', idle: '' }[state];
  return (
    <div className={styles.progress}>
      {state === 'running' ? (
        <progress
          className={styles.bar}
          aria-label="Progress"
          {...(total !== null && { value: Math.min(seen, total), max: Math.max(1, total) })}
        />
      ) : null}
      <p className={styles.sum} role="status">
        <strong>{done.toLocaleString('en')}</strong> {word} {ended}
        {skipped.length === 0 ? '.' : `; ${skipped.length.toLocaleString('en')} left alone:`}
      </p>
      {skipped.length === 0 ? null : (
        <ul className={styles.skipped}>
          {skipped.slice(0, MOST_NAMED).map(({ executionId, reason }) => (
            <li key={executionId}>
              <Link href={pathTo(routes.execution, { id: executionId })}>{shortId(executionId)}</Link> {reason}
            </li>
          ))}
          {skipped.length > MOST_NAMED ? <li>and {skipped.length - MOST_NAMED} more.</li> : null}
        </ul>
      )}
      {error === null ? null : <ErrorNote title="It could not go on" error={error} />}
      {state === 'done' && action === 'replay' && done > 0 ? (
        <p>They run now. What succeeds leaves the unresolved failures by itself.</p>
      ) : null}
    </div>
  );
}
