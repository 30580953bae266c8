import type { LogLine } from '@millrace/shared/execution';
import { LogLines } from '../../ui/log-lines.tsx';
import styles from './folded-logs.module.css';

/** What a step logged, in little room. */
export function FoldedLogs({ logs }: { readonly logs: readonly LogLine[] }) {
  return (
    <details className={styles.logs} open>
      <summary>
        {logs.length} {logs.length === 1 ? 'line' : 'lines'} logged
      </summary>
      <LogLines lines={logs} />
    </details>
  );
}
