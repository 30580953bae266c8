import { endpoints } from '@millrace/shared/api';
import { type DeliveryOutcome, isRefused } from '@millrace/shared/execution';
import { useQuery } from '@tanstack/react-query';
import { PencilRuler, Play, Terminal } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { apiQuery } from '../app/query.ts';
import { pathTo, routes } from '../app/routes.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { ShortId } from '../ui/short-id.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import styles from './delivery-detail.module.css';
import { ExecutionRow } from './execution-row.tsx';
import head from './history-head.module.css';
import layout from './history-layout.module.css';
import { OutcomeBadge } from './outcome-badge.tsx';
import { RequestView } from './request-view.tsx';
import { useCopyCurl } from './use-copy-curl.ts';
import { useRunDelivery } from './use-run-delivery.ts';

interface DeliveryDetailProps {
  readonly deliveryId: string;
}

/** One request as it came, and what was done with it. */
export function DeliveryDetail({ deliveryId }: DeliveryDetailProps) {
  const [, navigate] = useLocation();
  const copyCurl = useCopyCurl();
  const run = useRunDelivery(deliveryId);
  const { data, error, refetch } = useQuery(apiQuery(endpoints.getDelivery, { params: { id: deliveryId } }));
  if (data === undefined) {
    if (error === null) return <Skeleton lines={8} />;
    return (
      <div className={layout.note}>
        <ErrorNote title="This delivery could not be read" error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  const { workflowId, workflowName, outcome, reason, executions, receivedAt, status } = data;
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
          <div className={head.actions}>
            {outcome === 'quarantined' && executions.length === 0 ? (
              <Button icon={<Play />} busy={run.isPending} onClick={() => run.mutate()}>
                Run
              </Button>
            ) : null}
            <Button icon={<Terminal />} onClick={() => copyCurl({ workflowId, deliveryId })}>
              Copy as curl
            </Button>
            <Button
              icon={<PencilRuler />}
              onClick={() => navigate(pathTo(routes.workflow, { id: workflowId }, { delivery: deliveryId }))}
            >
              Use in editor
            </Button>
          </div>
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
      </header>
      <div className={styles.scroll}>
        <section className={styles.executions} aria-label="Executions of this delivery">
          <h3 className={styles.title}>Executions</h3>
          {executions.length === 0 ? (
            <p className={styles.none}>{whyNone(outcome)}</p>
          ) : (
            <ul>
              {executions.map((execution) => (
                <li key={execution.id}>
                  <Link href={pathTo(routes.execution, { id: execution.id })} className={styles.execution}>
                    <ExecutionRow execution={execution} />
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </section>
        <RequestView delivery={data} />
      </div>
    </article>
  );
}

function whyNone(outcome: DeliveryOutcome): string {
  if (outcome === 'accepted') return 'None: nothing was published when it came. Use it in the editor to draw on it.';
  if (outcome === 'quarantined')
    return 'None yet: its body does not fit the schema. Run it if it should run all the same.';
  if (outcome === 'duplicate') return 'None: only the first delivery of an event starts something.';
  return isRefused(outcome)
    ? 'None: a refused request is kept, but starts nothing.'
    : 'None: a question whether the URL is willing starts nothing.';
}
