import type { ComponentProps, ReactNode } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.ts';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** `primary` once per view, `plain` for the rest, `quiet` in toolbars, `danger` where something is lost. */
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger' | undefined;
  readonly size?: 'normal' | 'small' | undefined;
  readonly icon?: ReactNode;
  /** Shows progress and ignores clicks, but keeps the focus. */
  readonly busy?: boolean | undefined;
  readonly children: ReactNode;
}

export function Button({ look = 'plain', size = 'normal', icon, busy = false, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={busy || rest['aria-disabled']}
      aria-busy={busy}
      onClick={busy ? undefined : rest.onClick}
      className={classNames(styles.button, styles[look], size === 'small' && styles.small, rest.className)}
    >
      {busy ? <span className={styles.spinner} aria-hidden="true" /> : icon}
      <span className={styles.label}>{children}</span>
    </button>
  );
}
