import { ApiProblem } from '../../app/api.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import styles from './publish-refusal.module.css';

interface PublishRefusalProps {
  readonly error: Error;
  /** Opens the tests, or one of them. */
  readonly onShowTests: (caseId?: string) => void;
}

/** Why nothing was published. Test cases that the draft does not pass are named, and opened from here. */
export function PublishRefusal({ error, onShowTests }: PublishRefusalProps) {
  if (!(error instanceof ApiProblem) || error.kind !== 'tests-failed') {
    return <ErrorNote title="Not published" error={error} />;
  }
  const { errors = [] } = error.problem;
  if (errors.length === 0) {
    const open = (
      <Button size="small" onClick={() => onShowTests()}>
        Open the tests
      </Button>
    );
    return <ErrorNote title="Not published" error={error} action={open} />;
  }
  return (
    <ErrorNote title="Not published">
      <p>{error.message}</p>
      <ul className={styles.cases}>
        {errors.map(({ path: caseId, message }) => (
          <li key={caseId}>
            <button type="button" className={styles.case} onClick={() => onShowTests(caseId)}>
              {message}
            </button>
          </li>
        ))}
      </ul>
    </ErrorNote>
  );
}
