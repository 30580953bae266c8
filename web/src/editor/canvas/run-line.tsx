import { RotateCcw } from 'lucide-react';
import { Duration } from '../../ui/duration.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import styles from './node-card.module.css';
import type { StepFacts } from './step-facts.ts';

/** What a node did in a run, on one line; of one that ran in rounds how many there were, and how they ended at worst. */
export function RunLine({ step }: { readonly step: StepFacts }) {
  const { rounds } = step;
  return (
    <div className={styles.run} data-status={step.status} title={step.error ?? undefined}>
      <StatusBadge status={step.status} look={rounds === null || rounds.failed === 0 ? 'plain' : 'icon'} />
      {rounds === null || rounds.failed === 0 ? null : <span className={styles.failed}>{rounds.failed} failed</span>}
      {rounds === null ? null : <span title={`${rounds.count} rounds`}>×{rounds.count}</span>}
      {step.durationMs === null ? null : <Duration ms={step.durationMs} />}
      {step.attempts > 1 ? <span>{step.attempts} attempts</span> : null}
      {step.reused ? (
        <span className={styles.reused} title="Taken over from the execution that is replayed">
          <RotateCcw aria-hidden="true" /> kept
        </span>
      ) : null}
    </div>
  );
}
