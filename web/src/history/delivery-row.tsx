import { type DeliverySummary, isRefused } from '@millrace/shared/execution';
import { Bytes } from '../ui/bytes.tsx';
import { shortId } from '../ui/short-id.tsx';
import { Time } from '../ui/time.tsx';
import styles from './history-row.module.css';
import { OutcomeBadge } from './outcome-badge.tsx';

interface DeliveryRowProps {
  readonly delivery: DeliverySummary;
}

/** One request in the list: what became of it, for which workflow, when; and why it was refused, or what else is to be said. */
export function DeliveryRow({ delivery }: DeliveryRowProps) {
  const { id, outcome, workflowName, receivedAt, reason, method, path, contentType, sizeBytes, test } = delivery;
  return (
    <>
      <span className={styles.line}>
        <OutcomeBadge outcome={outcome} />
        <span className={styles.name} title={workflowName}>
          {workflowName}
        </span>
        <span className={styles.end}>
          <Time at={receivedAt} />
        </span>
      </span>
      <span className={styles.line}>
        <span className={styles.note} data-failed={isRefused(outcome)} title={reason ?? undefined}>
          {reason ?? (
            <>
              {test ? 'Made up · ' : ''}
              {method} {path} {contentType?.split(';')[0]} · <code>{shortId(id)}</code>
            </>
          )}
        </span>
        <span className={styles.end}>{isRefused(outcome) && sizeBytes === 0 ? null : <Bytes count={sizeBytes} />}</span>
      </span>
    </>
  );
}
