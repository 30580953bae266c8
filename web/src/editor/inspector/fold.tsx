import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './fold.module.css';

interface FoldProps {
  readonly title: string;
  /** Said beside the title while it is closed and open alike. */
  readonly hint?: string | undefined;
  readonly children: ReactNode;
}

/** Part of a form that most people leave as it is. */
export function Fold({ title, hint, children }: FoldProps) {
  return (
    <details className={styles.fold}>
      <summary>
        <ChevronRight aria-hidden="true" />
        <span>{title}</span>
        {hint === undefined ? null : (
          <span className={styles.hint} title={hint}>
            {hint}
          </span>
        )}
      </summary>
      <div className={styles.content}>{children}</div>
    </details>
  );
}
