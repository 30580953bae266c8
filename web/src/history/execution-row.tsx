import type { ExecutionOrigin, ExecutionSummary } from '@millrace/shared/execution';
import { FlaskConical, type LucideIcon, RotateCcw, Siren, Workflow } from 'lucide-react';
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
              <OriginMark origin={origin} />
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

const marks: Record<
  Exclude<ExecutionOrigin['kind'], 'delivery'>,
  { readonly word: string; readonly icon: LucideIcon }
> = {
  replay: { word: 'Replay', icon: RotateCcw },
  retry: { word: 'Retry', icon: RotateCcw },
  failure: { word: 'Failure of another', icon: Siren },
  call: { word: 'Call', icon: Workflow },
  test: { word: 'Test', icon: FlaskConical },
};

/** What it came of, where that is no delivery from outside. */
function OriginMark({ origin }: { readonly origin: ExecutionOrigin }) {
  if (origin.kind === 'delivery') return null;
  const { word, icon: Icon } = marks[origin.kind];
  return (
    <>
      <Icon aria-hidden="true" />
      {word} ·{' '}
    </>
  );
}
