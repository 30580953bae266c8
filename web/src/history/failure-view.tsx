import type { Failure } from '@millrace/shared/execution';
import { ErrorNote } from '../ui/error-note.tsx';
import { JsonView } from '../ui/json-view.tsx';
import styles from './failure-view.module.css';

interface FailureViewProps {
  readonly failure: Failure;
}

/** Why something failed, with whatever helps to understand it. */
export function FailureView({ failure: { code, message, details } }: FailureViewProps) {
  return (
    <div className={styles.failure}>
      <ErrorNote title={message}>
        <p className={styles.code}>
          <code>{code}</code>
        </p>
      </ErrorNote>
      {details === undefined || Object.keys(details).length === 0 ? null : (
        <JsonView value={details} label="Details of the error" />
      )}
    </div>
  );
}
