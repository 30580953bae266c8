import type { FinishRow } from './finish-execution.ts';

/** Whether an execution of that origin ended as a failure that somebody has to see to. */
export const isUnresolved = (origin: string, { status, followUp }: Pick<FinishRow, 'status' | 'followUp'>): boolean =>
  status === 'failed' && origin !== 'test' && followUp?.kind !== 'retry';
