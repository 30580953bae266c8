import { endpoints } from '@millrace/shared/api';
import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '../app/query.ts';
import styles from './unresolved-bar.module.css';

interface UnresolvedBarProps {
  readonly workflowId: string | null;
  readonly onWorkflow: (workflowId: string | null) => void;
}

/** The workflows that have unresolved failures, each with how many; one narrows the list to its own. */
export function UnresolvedBar({ workflowId, onWorkflow }: UnresolvedBarProps) {
  const { data } = useQuery(apiQuery(endpoints.countUnresolved));
  const workflows = data?.workflows ?? [];
  if (workflows.length === 0) return null;
  return (
    <fieldset className={styles.bar}>
      <legend className="sr-only">Unresolved failures by workflow</legend>
      {workflows.map((workflow) => {
        const isChosen = workflow.workflowId === workflowId;
        return (
          <button
            key={workflow.workflowId}
            type="button"
            className={styles.workflow}
            aria-pressed={isChosen}
            onClick={() => onWorkflow(isChosen ? null : workflow.workflowId)}
          >
            <span className={styles.name} title={workflow.workflowName}>
              {workflow.workflowName}
            </span>
            <span className={styles.count}>{workflow.count.toLocaleString('en')}</span>
          </button>
        );
      })}
    </fieldset>
  );
}
