import type { ExecutionSummary } from '@millrace/shared/execution';
import { Link } from 'wouter';
import { pathTo, routes } from '../app/routes.ts';
import { shortId } from '../ui/short-id.tsx';
import { StatusBadge } from '../ui/status-badge.tsx';
import { Time } from '../ui/time.tsx';
import styles from './follow-ups.module.css';

interface FollowUpsProps {
  readonly followUps: readonly ExecutionSummary[];
}

/** What came of an execution: its replays and retries, what handled its failure, and what it called. */
export function FollowUps({ followUps }: FollowUpsProps) {
  if (followUps.length === 0) return null;
  return (
    <ul className={styles.list} aria-label="What came of it">
      {followUps.map((followUp) => (
        <li key={followUp.id} className={styles.item}>
          <StatusBadge status={followUp.status} look="plain" />
          <span>
            {words(followUp)} <Link href={pathTo(routes.execution, { id: followUp.id })}>{shortId(followUp.id)}</Link>
          </span>
          {followUp.notBefore === null ? null : (
            <span className={styles.when}>
              starts <Time at={followUp.notBefore} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

const words = ({ origin, workflowName }: ExecutionSummary): string => {
  if (origin.kind === 'call') return `Called “${workflowName}”:`;
  if (origin.kind === 'failure') return `Handed over to “${workflowName}”:`;
  return origin.kind === 'retry' ? `Retried, attempt ${origin.attempt}:` : 'Replayed:';
};
