import { type ReactNode, useId } from 'react';
import styles from './field-frame.module.css';

interface FieldFrameProps {
  readonly title: string;
  readonly description?: string | null | undefined;
  readonly error?: string | null | undefined;
  readonly aside?: ReactNode;
  /** Gets the id of the text below, to be described by. */
  readonly children: (describedBy: string | undefined, labelId: string) => ReactNode;
}

/** Title, control, and below it the error or what the field is for. For controls that a `label` cannot point to. */
export function FieldFrame({ title, description, error, aside, children }: FieldFrameProps) {
  const id = useId();
  const below = error ?? description ?? null;
  return (
    <div className={styles.field} data-field-error={error !== null && error !== undefined}>
      <div className={styles.top}>
        <span id={`${id}-label`} className={styles.title}>
          {title}
        </span>
        {aside}
      </div>
      {children(below === null ? undefined : `${id}-below`, `${id}-label`)}
      {below === null ? null : (
        <div id={`${id}-below`} className={error ? styles.error : styles.hint}>
          {below}
        </div>
      )}
    </div>
  );
}
