import { type DeliveryOutcome, isRefused } from '@millrace/shared/execution';
import { Check, ShieldX } from 'lucide-react';
import styles from './outcome-badge.module.css';

/** What became of a request, in a word or two. */
const outcomeWords: Record<DeliveryOutcome, string> = {
  accepted: 'Accepted',
  'not-allowed': 'Not allowed',
  'rate-limited': 'Too many',
  'wrong-method': 'Wrong method',
  'too-large': 'Too large',
  'timed-out': 'Timed out',
  'unsupported-encoding': 'Unknown encoding',
  'unsupported-type': 'Other type',
  malformed: 'Malformed',
  unverified: 'Not verified',
  stale: 'Too old',
  misconfigured: 'Misconfigured',
  handshake: 'Handshake',
};

interface OutcomeBadgeProps {
  readonly outcome: DeliveryOutcome;
}

export function OutcomeBadge({ outcome }: OutcomeBadgeProps) {
  const accepted = !isRefused(outcome);
  return (
    <span className={styles.badge} data-accepted={accepted}>
      {accepted ? <Check aria-hidden="true" /> : <ShieldX aria-hidden="true" />}
      {outcomeWords[outcome]}
    </span>
  );
}
