import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './icon-button.module.css';
import { Tooltip } from './tooltip.tsx';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  /** Says what it does; read aloud and shown on hover. */
  readonly label: string;
  /** Shown beside the label on hover, as `Ctrl Z`. */
  readonly shortcut?: string | undefined;
  readonly size?: 'normal' | 'small' | undefined;
  readonly children: ReactNode;
}

export function IconButton({ label, shortcut, size = 'normal', children, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={classNames(styles.button, size === 'small' && styles.small, rest.className)}
      >
        {children}
      </button>
    </Tooltip>
  );
}
