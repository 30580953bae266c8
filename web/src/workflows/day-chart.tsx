import type { WorkflowListItem } from '@millrace/shared/api';
import styles from './day-chart.module.css';

interface DayChartProps {
  readonly hours: WorkflowListItem['lastDay'];
}

const WIDTH = 120;
const HEIGHT = 24;
const GAP = 1;

/** Succeeded and failed executions of the last 24 hours, a bar an hour, with the sums beside it. */
export function DayChart({ hours }: DayChartProps) {
  const succeeded = hours.reduce((sum, hour) => sum + hour.succeeded, 0);
  const failed = hours.reduce((sum, hour) => sum + hour.failed, 0);
  if (succeeded + failed === 0) return <span className={styles.none}>None ended in 24 h</span>;
  const most = Math.max(...hours.map((hour) => hour.succeeded + hour.failed));
  const step = WIDTH / hours.length;
  const said = `In the last 24 hours ${succeeded} succeeded, ${failed} failed`;
  return (
    <span className={styles.chart} title={said}>
      <svg width={WIDTH} height={HEIGHT} role="img" aria-label={said}>
        <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className={styles.ground} />
        {hours.map((hour, index) => {
          const x = index * step;
          const good = barHeight(hour.succeeded, most);
          const bad = barHeight(hour.failed, most);
          return (
            <g key={hour.hour}>
              <rect x={x} y={HEIGHT - good} width={step - GAP} height={good} className={styles.succeeded} />
              <rect x={x} y={HEIGHT - good - bad} width={step - GAP} height={bad} className={styles.failed} />
            </g>
          );
        })}
      </svg>
      <span className={styles.sums} aria-hidden="true">
        <span>{succeeded.toLocaleString('en')} ok</span>
        {failed === 0 ? null : <span className={styles.failedSum}>{failed.toLocaleString('en')} failed</span>}
      </span>
    </span>
  );
}

/** One in a thousand still shows. */
const barHeight = (count: number, most: number): number =>
  count === 0 ? 0 : Math.max(2, (count / most) * (HEIGHT - 2));
