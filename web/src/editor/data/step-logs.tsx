import type { LogLine } from '@millrace/shared/execution';
import styles from './step-logs.module.css';

/** What a script wrote to its console. */
export function StepLogs({ logs }: { readonly logs: readonly LogLine[] }) {
  return (
    <details className={styles.logs} open>
      <summary>
        {logs.length} {logs.length === 1 ? 'line' : 'lines'} logged
      </summary>
      <ol>
        {logs.map((line, index) => (
          // Lines of one step never change places.
          <li key={`line-${String(index)}`} data-level={line.level}>
            <span>{line.level}</span>
            {line.text}
          </li>
        ))}
      </ol>
    </details>
  );
}
