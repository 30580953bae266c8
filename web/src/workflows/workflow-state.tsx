import type { Workflow } from '@millrace/shared/workflow';
import { CircleDot, CirclePause, PencilLine } from 'lucide-react';
import styles from './workflow-state.module.css';

interface WorkflowStateProps {
  readonly workflow: Pick<Workflow, 'publishedVersion' | 'paused' | 'unpublishedChanges'>;
}

/** Draft only, published or paused, and whether the draft has moved on since. */
export function WorkflowState({ workflow: { publishedVersion, paused, unpublishedChanges } }: WorkflowStateProps) {
  return (
    <span className={styles.states}>
      {publishedVersion === null ? (
        <span className={styles.draft}>
          <PencilLine aria-hidden="true" />
          Draft only
        </span>
      ) : (
        <span className={styles.published}>
          <CircleDot aria-hidden="true" />
          Published v{publishedVersion}
        </span>
      )}
      {paused ? (
        <span className={styles.paused} title="Deliveries are accepted and kept, but nothing is executed.">
          <CirclePause aria-hidden="true" />
          Paused
        </span>
      ) : null}
      {publishedVersion !== null && unpublishedChanges ? (
        <span className={styles.changed}>
          <PencilLine aria-hidden="true" />
          Unpublished changes
        </span>
      ) : null}
    </span>
  );
}
