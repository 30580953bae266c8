import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './text-input.module.css';

export interface TextInputProps extends ComponentProps<'input'> {
  readonly icon?: ReactNode;
  /** Sets the text in the monospace face. */
  readonly mono?: boolean | undefined;
}

export function TextInput({ icon, mono = false, className, ...rest }: TextInputProps) {
  return (
    <span className={classNames(styles.box, className)}>
      {icon === undefined ? null : <span className={styles.icon}>{icon}</span>}
      <input
        type="text"
        autoComplete="off"
        spellCheck={false}
        {...rest}
        className={classNames(styles.input, mono && styles.mono, icon !== undefined && styles.withIcon)}
      />
    </span>
  );
}
