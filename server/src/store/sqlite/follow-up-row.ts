import type { FollowUp } from '../store.ts';
import { columnsOfDelivery, type DeliveryColumns } from './delivery-row.ts';
import { type NewExecutionRow, newExecutionRow } from './execution-row.ts';

/** What comes of a failure, as it goes to the writer thread. */
export type FollowUpRow =
  | { readonly kind: 'retry'; readonly execution: NewExecutionRow }
  | {
      readonly kind: 'hand-over';
      readonly delivery: DeliveryColumns;
      readonly body: Uint8Array;
      readonly executionId: string;
      readonly of: string;
      readonly createdAt: number;
    };

export function followUpRow(followUp: FollowUp): FollowUpRow {
  if (followUp.kind === 'retry') return { kind: 'retry', execution: newExecutionRow(followUp.execution) };
  const { delivery, executionId, of } = followUp;
  return {
    ...{ kind: 'hand-over', executionId, of, createdAt: delivery.receivedAt },
    delivery: columnsOfDelivery(delivery),
    body: delivery.body,
  };
}
