import { type ReactNode, useId } from 'react';
import styles from './field.module.css';

export interface FieldProps {
  readonly label: ReactNode;
  /** Said below the label's control when there is no error. */
  readonly hint?: ReactNode;
  /** What is wrong and what to do. */
  readonly error?: string | null | undefined;
  /** At the end of the label's line, as a small switch or menu. */
  readonly aside?: ReactNode;
  /** Gets the ids that tie control, label and description together. */
  readonly children: (ids: FieldIds) => ReactNode;
}

interface FieldIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

/** A labelled control with its hint or its error below it. */
export function Field({ label, hint, error, aside, children }: FieldProps) {
  const id = useId();
  const below = error ?? hint;
  const describedBy = below === undefined || below === null ? undefined : `${id}-below`;
  return (
    <div className={styles.field}>
      <div className={styles.top}>
        <label htmlFor={id} className={styles.label}>
          {label}
        </label>
        {aside}
      </div>
      {children({ id, 'aria-describedby': describedBy, 'aria-invalid': error ? true : undefined })}
      {describedBy === undefined ? null : (
        <div id={describedBy} className={error ? styles.error : styles.hint} role={error ? 'alert' : undefined}>
          {below}
        </div>
      )}
    </div>
  );
}
