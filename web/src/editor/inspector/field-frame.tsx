import { type ReactNode, useId } from 'react';
import styles from './field-frame.module.css';
import { withCode } from './with-code.tsx';

interface FieldFrameProps {
  readonly title: string;
  readonly description?: string | null | undefined;
  readonly error?: string | null | undefined;
  /** True for a control that holds fields of its own: below those, the description would seem to be the last one's. */
  readonly describesFirst?: boolean;
  readonly aside?: ReactNode;
  /** Gets the id of the text that describes it. */
  readonly children: (describedBy: string | undefined, labelId: string) => ReactNode;
}

/** Title, control, and below it the error or what the field is for, which may stand first. For controls that a `label` cannot point to. */
export function FieldFrame({ title, description, error, describesFirst = false, aside, children }: FieldFrameProps) {
  const id = useId();
  const words = error ?? description ?? null;
  const text =
    words === null ? null : (
      <div id={`${id}-text`} className={error ? styles.error : styles.hint}>
        {error ? words : withCode(words)}
      </div>
    );
  return (
    <div className={styles.field} data-field-error={error !== null && error !== undefined}>
      <div className={styles.top}>
        <span id={`${id}-label`} className={styles.title}>
          {title}
        </span>
        {aside}
      </div>
      {describesFirst && !error ? text : null}
      {children(words === null ? undefined : `${id}-text`, `${id}-label`)}
      {describesFirst && !error ? null : text}
    </div>
  );
}
