import { type Execution, isFinal } from '@millrace/shared/execution';
import { useEffect, useState } from 'react';
import { Duration } from '../ui/duration.tsx';
import { duration } from '../ui/format-time.ts';
import { StatusBadge } from '../ui/status-badge.tsx';
import { type TimelineBar, timelineOf } from './timeline.ts';
import styles from './timeline-view.module.css';

interface TimelineViewProps {
  readonly execution: Execution;
  readonly selectedNodeId: string | null;
  readonly onSelect: (nodeId: string | null) => void;
}

const TICKS = [0, 0.25, 0.5, 0.75, 1] as const;

/** The steps of an execution in time order: attempts as bars, waits between them hatched. */
export function TimelineView({ execution, selectedNodeId, onSelect }: TimelineViewProps) {
  const now = useRunningNow(!isFinal(execution.status));
  const { rows, totalMs, queuedMs } = timelineOf(execution, now);
  if (rows.length === 0) {
    return <p className={styles.none}>{isFinal(execution.status) ? 'No step ran.' : 'It waits for its turn.'}</p>;
  }
  return (
    <div className={styles.timeline}>
      <div className={styles.axis} aria-hidden="true">
        <div className={styles.ticks}>
          {TICKS.map((tick) => (
            <span key={tick} style={{ left: `${tick * 100}%` }}>
              {duration(totalMs * tick)}
            </span>
          ))}
        </div>
      </div>
      <ol>
        {rows.map((row) => (
          <li key={row.nodeId}>
            <button
              type="button"
              className={styles.row}
              aria-pressed={row.nodeId === selectedNodeId}
              onClick={() => onSelect(row.nodeId === selectedNodeId ? null : row.nodeId)}
            >
              <span className={styles.name}>
                <StatusBadge status={row.status} look="icon" />
                <span className={styles.text} title={row.name}>
                  {row.name}
                </span>
              </span>
              <span className={styles.track}>
                {row.bars.map((bar) => (
                  <Bar key={`${bar.kind}-${bar.number}`} bar={bar} />
                ))}
                {row.status === 'skipped' ? <span className={styles.skipped}>skipped</span> : null}
                {row.reused ? <span className={styles.skipped}>taken over</span> : null}
              </span>
              <span className={styles.took}>
                {row.durationMs === null ? '' : <Duration ms={row.durationMs} />}
                {row.attempts > 1 ? <span className={styles.tries}> · {row.attempts} attempts</span> : null}
              </span>
            </button>
          </li>
        ))}
      </ol>
      <p className={styles.sum}>
        {duration(totalMs)} in all, of which {duration(queuedMs)} before it started.
      </p>
    </div>
  );
}

function Bar({ bar }: { readonly bar: TimelineBar }) {
  const said =
    bar.kind === 'wait'
      ? `Waited ${duration(bar.durationMs)}${bar.number === null ? '' : ` for attempt ${bar.number}`}`
      : `${bar.number === null ? 'Rounds' : `Attempt ${bar.number}`} ${bar.status}, ${duration(bar.durationMs)}`;
  return (
    <span
      className={styles.bar}
      data-kind={bar.kind}
      data-status={bar.status}
      title={said}
      style={{ left: `${bar.start * 100}%`, width: `${bar.length * 100}%` }}
    >
      <span className="sr-only">{said}</span>
    </span>
  );
}

/** The present while something runs, in steps that the eye takes for even. */
function useRunningNow(running: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}
