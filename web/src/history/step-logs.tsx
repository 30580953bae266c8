import type { LogLine } from '@millrace/shared/execution';
import { LogLines } from '../ui/log-lines.tsx';
import styles from './step-logs.module.css';

interface StepLogsProps {
  readonly logs: readonly LogLine[];
}

/** What a step logged, or how something gets here. */
export function StepLogs({ logs }: StepLogsProps) {
  if (logs.length > 0) return <LogLines lines={logs} />;
  return (
    <p className={styles.none}>
      Nothing was logged. In a script, <code>console.log(…)</code> writes here.
    </p>
  );
}
