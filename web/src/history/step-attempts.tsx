import type { Attempt } from '@millrace/shared/execution';
import { CircleHelp } from 'lucide-react';
import { Duration } from '../ui/duration.tsx';
import { StatusBadge } from '../ui/status-badge.tsx';
import { Time } from '../ui/time.tsx';
import styles from './step-attempts.module.css';

interface StepAttemptsProps {
  readonly attempts: readonly Attempt[];
}

/** Every try of a step, and when the next one was set to start. */
export function StepAttempts({ attempts }: StepAttemptsProps) {
  if (attempts.length === 0)
    return (
      <p className={styles.none}>Attempts are recorded where something outside is called. This step called nothing.</p>
    );
  return (
    <ol className={styles.list}>
      {attempts.map(({ number, status, startedAt, finishedAt, error, retryAt }) => (
        <li key={number} className={styles.attempt}>
          <span className={styles.number}>{number}</span>
          {status === 'unknown' ? (
            <span
              className={styles.unknown}
              title="The server ended while it ran: nobody knows whether it took effect."
            >
              <CircleHelp aria-hidden="true" /> Unknown
            </span>
          ) : (
            <StatusBadge status={status} look="plain" />
          )}
          <Time at={startedAt} />
          <Duration ms={finishedAt === null ? null : Date.parse(finishedAt) - Date.parse(startedAt)} />
          <span className={styles.text}>
            {error?.message}
            {status === 'unknown' ? 'The server ended while it ran: nobody knows whether it took effect.' : null}
            {retryAt === null || finishedAt === null ? null : (
              <span className={styles.retry}>
                {' '}
                Tried again after <Duration ms={Math.max(0, Date.parse(retryAt) - Date.parse(finishedAt))} />.
              </span>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
