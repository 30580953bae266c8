import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiProblem } from '../app/api.ts';
import { Button } from './button.tsx';
import styles from './error-note.module.css';

interface ErrorNoteProps {
  /** What was tried, as in "The workflow could not be renamed". */
  readonly title: string;
  readonly error?: unknown;
  readonly children?: ReactNode;
  readonly onRetry?: (() => void) | undefined;
  /** What to do about it, at the end of the note. */
  readonly action?: ReactNode;
}

/** Says, where it happened, what went wrong and what to do. */
export function ErrorNote({ title, error, children, onRetry, action }: ErrorNoteProps) {
  return (
    <div className={styles.note} role="alert">
      <TriangleAlert aria-hidden="true" />
      <div className={styles.text}>
        <strong>{title}</strong>
        {error === undefined || error === null ? null : <Reason error={error} />}
        {children}
      </div>
      {action}
      {onRetry === undefined ? null : (
        <Button size="small" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

function Reason({ error }: { readonly error: unknown }) {
  if (!(error instanceof ApiProblem)) return <p>{error instanceof Error ? error.message : String(error)}</p>;
  const { title, detail, errors = [] } = error.problem;
  return (
    <>
      <p>{detail ?? title}</p>
      {errors.length === 0 ? null : (
        <ul>
          {errors.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              {path === '' ? null : <code>{path}</code>} {message}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
