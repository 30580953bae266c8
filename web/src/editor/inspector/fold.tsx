import { ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import styles from './fold.module.css';
import { useHasError } from './form-context.ts';

interface FoldProps {
  readonly title: string;
  /** Said beside the title while it is closed and open alike. */
  readonly hint?: string | undefined;
  /** Fields inside; what is wrong with one of them has to be seen, so that it opens. */
  readonly paths?: readonly string[];
  readonly children: ReactNode;
}

const NONE: readonly string[] = [];

/** Part of a form that most people leave as it is. */
export function Fold({ title, hint, paths = NONE, children }: FoldProps) {
  const box = useRef<HTMLDetailsElement>(null);
  const hasError = useHasError(paths);
  useEffect(() => {
    if (hasError && box.current !== null) box.current.open = true;
  }, [hasError]);
  return (
    <details ref={box} className={styles.fold}>
      <summary>
        <ChevronRight aria-hidden="true" />
        <span className={styles.title}>{title}</span>
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
