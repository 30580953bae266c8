import type { ExecutionSummary } from '@millrace/shared/execution';
import { FlaskConical, RotateCcw } from 'lucide-react';
import { Duration } from '../ui/duration.tsx';
import { shortId } from '../ui/short-id.tsx';
import { StatusBadge } from '../ui/status-badge.tsx';
import { Time } from '../ui/time.tsx';
import styles from './history-row.module.css';

interface ExecutionRowProps {
  readonly execution: ExecutionSummary;
}

/** One execution in the list: what became of it, of which workflow, when; and why it failed. */
export function ExecutionRow({ execution }: ExecutionRowProps) {
  const { id, status, workflowName, version, origin, error, createdAt, durationMs } = execution;
  return (
    <>
      <span className={styles.line}>
        <StatusBadge status={status} look="plain" />
        <span className={styles.name} title={workflowName}>
          {workflowName}
        </span>
        <span className={styles.end}>
          <Time at={createdAt} />
        </span>
      </span>
      <span className={styles.line}>
        <span className={styles.note} data-failed={error !== null} title={error?.message}>
          {error === null ? (
            <>
              {origin.kind === 'replay' ? <RotateCcw aria-hidden="true" /> : null}
              {origin.kind === 'test' ? <FlaskConical aria-hidden="true" /> : null}
              {origin.kind === 'delivery' ? '' : `${origin.kind === 'replay' ? 'Replay' : 'Test'} · `}
              {version === null ? 'draft' : `v${version}`} · <code>{shortId(id)}</code>
            </>
          ) : (
            error.message
          )}
        </span>
        <span className={styles.end}>{durationMs === null ? null : <Duration ms={durationMs} />}</span>
      </span>
    </>
  );
}
