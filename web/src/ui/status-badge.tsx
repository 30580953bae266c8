import type { ExecutionStatus, StepStatus } from '@millrace/shared/execution';
import {
  CircleCheck,
  CircleDashed,
  CircleSlash,
  CircleX,
  Clock3,
  Funnel,
  LoaderCircle,
  type LucideIcon,
  MinusCircle,
} from 'lucide-react';
import { classNames } from './class-names.ts';
import styles from './status-badge.module.css';

export type Status = ExecutionStatus | StepStatus;

/** Icon and word of every state; its colour is the token of the same name. */
export const statusLook: Record<Status, { readonly word: string; readonly icon: LucideIcon }> = {
  queued: { word: 'Queued', icon: CircleDashed },
  running: { word: 'Running', icon: LoaderCircle },
  waiting: { word: 'Waiting', icon: Clock3 },
  succeeded: { word: 'Succeeded', icon: CircleCheck },
  filtered: { word: 'Filtered', icon: Funnel },
  failed: { word: 'Failed', icon: CircleX },
  cancelled: { word: 'Cancelled', icon: CircleSlash },
  skipped: { word: 'Skipped', icon: MinusCircle },
};

interface StatusBadgeProps {
  readonly status: Status;
  /** `soft` has a ground of its own, `plain` is icon and word, `icon` hides the word from sight only. */
  readonly look?: 'soft' | 'plain' | 'icon' | undefined;
}

/** A state, always with icon, word and colour. */
export function StatusBadge({ status, look = 'soft' }: StatusBadgeProps) {
  const { word, icon: Icon } = statusLook[status];
  return (
    <span
      className={classNames(styles.badge, styles[look])}
      data-status={status}
      title={look === 'icon' ? word : undefined}
    >
      <Icon aria-hidden="true" />
      <span className={look === 'icon' ? 'sr-only' : styles.word}>{word}</span>
    </span>
  );
}
