import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import styles from './text-input.module.css';

export interface TextAreaProps extends ComponentProps<'textarea'> {
  readonly mono?: boolean | undefined;
}

export function TextArea({ mono = false, className, ...rest }: TextAreaProps) {
  return (
    <textarea
      autoComplete="off"
      spellCheck={false}
      rows={4}
      {...rest}
      className={classNames(styles.input, styles.area, mono && styles.mono, className)}
    />
  );
}
