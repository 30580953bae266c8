import type { LogLine } from '@millrace/shared/execution';
import styles from './log-lines.module.css';

/** What a step logged, in its order. */
export function LogLines({ lines }: { readonly lines: readonly LogLine[] }) {
  return (
    <ol className={styles.lines}>
      {lines.map(({ level, text }, index) => (
        // Lines have no identity but their place, and never change it.
        <li key={`line-${String(index)}`} data-level={level} className={styles.line}>
          <span className={styles.level}>{level}</span>
          <span className={styles.text}>{text}</span>
        </li>
      ))}
    </ol>
  );
}
