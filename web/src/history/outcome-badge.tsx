import { type DeliveryOutcome, isRefused } from '@millrace/shared/execution';
import { Check, Copy, ShieldQuestionMark, ShieldX } from 'lucide-react';
import styles from './outcome-badge.module.css';

/** What became of a request, in a word or two. */
export const outcomeWords: Record<DeliveryOutcome, string> = {
  accepted: 'Accepted',
  'not-allowed': 'Not allowed',
  'rate-limited': 'Too many',
  'wrong-path': 'Wrong path',
  'wrong-method': 'Wrong method',
  'too-large': 'Too large',
  'timed-out': 'Timed out',
  'unsupported-encoding': 'Unknown encoding',
  'unsupported-type': 'Other type',
  malformed: 'Malformed',
  'invalid-body': 'Does not fit',
  unverified: 'Not verified',
  stale: 'Too old',
  misconfigured: 'Misconfigured',
  handshake: 'Handshake',
  duplicate: 'Duplicate',
  quarantined: 'Quarantined',
};

function iconOf(outcome: DeliveryOutcome) {
  if (isRefused(outcome)) return ShieldX;
  if (outcome === 'quarantined') return ShieldQuestionMark;
  return outcome === 'duplicate' ? Copy : Check;
}

interface OutcomeBadgeProps {
  readonly outcome: DeliveryOutcome;
}

export function OutcomeBadge({ outcome }: OutcomeBadgeProps) {
  const Icon = iconOf(outcome);
  return (
    <span className={styles.badge} data-accepted={!isRefused(outcome)} data-outcome={outcome}>
      <Icon aria-hidden="true" />
      {outcomeWords[outcome]}
    </span>
  );
}
