import type { Execution } from '@millrace/shared/execution';
import { Link } from 'wouter';
import { pathTo, routes } from '../app/routes.ts';
import { useUrlParam } from '../app/use-url-param.ts';
import { Button } from '../ui/button.tsx';
import { Duration } from '../ui/duration.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { ShortId } from '../ui/short-id.tsx';
import { StatusBadge } from '../ui/status-badge.tsx';
import { Time } from '../ui/time.tsx';
import { ExecutionActions } from './execution-actions.tsx';
import { ExecutionOrigin } from './execution-origin.tsx';
import { FollowUps } from './follow-ups.tsx';
import styles from './history-head.module.css';

interface ExecutionHeadProps {
  readonly execution: Execution;
}

/** What became of an execution, of what, when and why; and what can be done with it. */
export function ExecutionHead({ execution }: ExecutionHeadProps) {
  const { id, status, workflowId, workflowName, version, createdAt, durationMs, error, recoveries } = execution;
  return (
    <header className={styles.head}>
      <div className={styles.top}>
        <div className={styles.what}>
          <StatusBadge status={status} />
          <h2 className={styles.name}>
            <Link href={pathTo(routes.workflow, { id: workflowId })} title={workflowName}>
              {workflowName}
            </Link>
          </h2>
        </div>
        <ExecutionActions execution={execution} />
      </div>
      <dl className={styles.facts}>
        <div>
          <dt>Version</dt>
          <dd>{version === null ? 'Draft' : `v${version}`}</dd>
        </div>
        <div>
          <dt>Started</dt>
          <dd>
            <Time at={createdAt} />
          </dd>
        </div>
        <div>
          <dt>Took</dt>
          <dd>
            <Duration ms={durationMs} />
          </dd>
        </div>
        <div>
          <dt>From</dt>
          <dd>
            <ExecutionOrigin execution={execution} />
          </dd>
        </div>
        <div>
          <dt>Id</dt>
          <dd>
            <ShortId id={id} of="execution" />
          </dd>
        </div>
        {recoveries === 0 ? null : (
          <div>
            <dt>Recovered</dt>
            <dd title="The server ended while this ran, and took it up again at its next start.">
              {recoveries === 1 ? 'once' : `${recoveries} times`}
            </dd>
          </div>
        )}
      </dl>
      {error === null ? null : (
        <ErrorNote
          title={error.nodeName === undefined ? 'It failed' : `Failed at “${error.nodeName}”`}
          action={error.nodeId === undefined ? null : <StepLink nodeId={error.nodeId} />}
        >
          <p>{error.message}</p>
        </ErrorNote>
      )}
      <FollowUps followUps={execution.followUps} />
    </header>
  );
}

function StepLink({ nodeId }: { readonly nodeId: string }) {
  const [chosen, choose] = useUrlParam('node');
  if (chosen === nodeId) return null;
  return (
    <Button size="small" onClick={() => choose(nodeId)}>
      See that step
    </Button>
  );
}
