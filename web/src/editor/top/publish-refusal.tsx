import { ApiProblem } from '../../app/api.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import styles from './publish-refusal.module.css';

interface PublishRefusalProps {
  readonly error: Error;
  readonly onShowCase: (caseId: string) => void;
}

/** Why nothing was published. Test cases that the draft does not pass are named, and opened from here. */
export function PublishRefusal({ error, onShowCase }: PublishRefusalProps) {
  if (!(error instanceof ApiProblem) || error.kind !== 'tests-failed') {
    return <ErrorNote title="Not published" error={error} />;
  }
  return (
    <ErrorNote title="Not published">
      <p>{error.message}</p>
      <ul className={styles.cases}>
        {(error.problem.errors ?? []).map(({ path: caseId, message }) => (
          <li key={caseId}>
            <button type="button" className={styles.case} onClick={() => onShowCase(caseId)}>
              {message}
            </button>
          </li>
        ))}
      </ul>
    </ErrorNote>
  );
}
