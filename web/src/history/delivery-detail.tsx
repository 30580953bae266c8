import { endpoints } from '@millrace/shared/api';
import { type DeliveryOutcome, isRefused } from '@millrace/shared/execution';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useLiveEvents } from '../app/live.ts';
import { apiQuery } from '../app/query.ts';
import { pathTo, routes } from '../app/routes.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { ShortId, shortId } from '../ui/short-id.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { DeliveryActions } from './delivery-actions.tsx';
import styles from './delivery-detail.module.css';
import { DeliveryDuplicates } from './delivery-duplicates.tsx';
import { ExecutionRow } from './execution-row.tsx';
import head from './history-head.module.css';
import layout from './history-layout.module.css';
import { OutcomeBadge } from './outcome-badge.tsx';
import { RequestView } from './request-view.tsx';

interface DeliveryDetailProps {
  readonly deliveryId: string;
}

/** One request as it came, and what was done with it. */
export function DeliveryDetail({ deliveryId }: DeliveryDetailProps) {
  const { data, error, refetch } = useQuery(apiQuery(endpoints.getDelivery, { params: { id: deliveryId } }));
  useLiveEvents((event) => {
    if (event.kind !== 'delivery' || event.delivery.outcome !== 'duplicate') return;
    // It may repeat this one; one reading at a time is enough, however many come.
    if (event.delivery.workflowId === data?.workflowId) void refetch({ cancelRefetch: false });
  });
  if (data === undefined) {
    if (error === null) return <Skeleton lines={8} />;
    return (
      <div className={layout.note}>
        <ErrorNote title="This delivery could not be read" error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  const { workflowId, workflowName, outcome, reason, executions, receivedAt, status, duplicateOf } = data;
  return (
    <article className={styles.detail} aria-label="Delivery">
      <header className={head.head}>
        <div className={head.top}>
          <div className={head.what}>
            <OutcomeBadge outcome={outcome} />
            <h2 className={head.name}>
              <Link href={pathTo(routes.workflow, { id: workflowId })} title={workflowName}>
                {workflowName}
              </Link>
            </h2>
          </div>
          <DeliveryActions delivery={data} />
        </div>
        <dl className={head.facts}>
          <div>
            <dt>Received</dt>
            <dd>
              <Time at={receivedAt} />
            </dd>
          </div>
          <div>
            <dt>Answered</dt>
            <dd>{status}</dd>
          </div>
          <div>
            <dt>Id</dt>
            <dd>
              <ShortId id={deliveryId} of="delivery" />
            </dd>
          </div>
        </dl>
        {reason === null ? null : isRefused(outcome) ? (
          <ErrorNote title={`Refused with ${status}`}>
            <p>{reason}</p>
          </ErrorNote>
        ) : (
          <p className={styles.none}>{reason}</p>
        )}
        {duplicateOf === null ? null : (
          <p className={styles.first}>
            <Link href={pathTo(routes.delivery, { id: duplicateOf })}>Open the first delivery</Link>
            <code className={styles.none}>{shortId(duplicateOf)}</code>
          </p>
        )}
      </header>
      <div className={styles.scroll}>
        <section className={styles.section} aria-label="Executions of this delivery">
          <h3 className={styles.title}>Executions</h3>
          {executions.length === 0 ? (
            <p className={styles.none}>{whyNone(outcome)}</p>
          ) : (
            <ul>
              {executions.map((execution) => (
                <li key={execution.id}>
                  <Link href={pathTo(routes.execution, { id: execution.id })} className={styles.item}>
                    <ExecutionRow execution={execution} />
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </section>
        <DeliveryDuplicates duplicates={data.duplicates} />
        <RequestView delivery={data} />
      </div>
    </article>
  );
}

function whyNone(outcome: DeliveryOutcome): string {
  if (outcome === 'accepted')
    return 'None: nothing was published when it came. Replay it, or use it as a sample to draw on it.';
  if (outcome === 'quarantined')
    return 'None yet: its body does not fit the schema. Run it anyway where that does not matter.';
  if (outcome === 'duplicate') return 'None: only the first delivery of an event starts something.';
  return isRefused(outcome)
    ? 'None: a refused request is kept, but starts nothing.'
    : 'None: a question whether the URL is willing starts nothing.';
}
