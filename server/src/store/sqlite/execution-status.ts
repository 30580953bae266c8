import type { ExecutionStatus } from '@millrace/shared/execution';

/** As the database has it: what waits is `parked` there once nobody owns it. */
export type StoredStatus = ExecutionStatus | 'parked';

export const statusOf = (stored: StoredStatus): ExecutionStatus => (stored === 'parked' ? 'waiting' : stored);

export const storedStatusesOf = (statuses: readonly ExecutionStatus[]): readonly StoredStatus[] =>
  statuses.includes('waiting') ? [...statuses, 'parked'] : statuses;
