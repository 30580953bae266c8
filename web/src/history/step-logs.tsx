import type { LogLine } from '@millrace/shared/execution';
import styles from './step-logs.module.css';

interface StepLogsProps {
  readonly logs: readonly LogLine[];
}

/** What a script wrote to its console. */
export function StepLogs({ logs }: StepLogsProps) {
  if (logs.length === 0) {
    return (
      <p className={styles.none}>
        Nothing was logged. In a script, <code>console.log(…)</code> writes here.
      </p>
    );
  }
  return (
    <ol className={styles.lines}>
      {logs.map(({ level, text }, index) => (
        // Lines have no identity but their place, and never change it.
        <li key={`line-${String(index)}`} data-level={level} className={styles.line}>
          <span className={styles.level}>{level}</span>
          <span className={styles.text}>{text}</span>
        </li>
      ))}
    </ol>
  );
}
