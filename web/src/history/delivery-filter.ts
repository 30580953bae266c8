import { type DeliveryOutcome, type DeliverySummary, deliveryOutcome, isRefused } from '@millrace/shared/execution';
import { isPeriod, type Period } from './period.ts';

/** `accepted`, `refused` or all; a person rarely looks for one reason alone. */
export type DeliveryVerdict = 'accepted' | 'refused';

/** What the list of deliveries is narrowed to; in the address bar as it stands here. */
export interface DeliveryFilter {
  readonly verdict: DeliveryVerdict | null;
  readonly workflowId: string | null;
  readonly period: Period | null;
}

export function readDeliveryFilter(search: URLSearchParams): DeliveryFilter {
  const verdict = search.get('outcome');
  const period = search.get('within');
  return {
    verdict: verdict === 'accepted' || verdict === 'refused' ? verdict : null,
    workflowId: search.get('workflow'),
    period: isPeriod(period) ? period : null,
  };
}

/** Puts the filter into a query, leaving what else stands there. */
export function writeDeliveryFilter(search: URLSearchParams, filter: DeliveryFilter): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const name of ['outcome', 'workflow', 'within']) next.delete(name);
  if (filter.verdict !== null) next.set('outcome', filter.verdict);
  if (filter.workflowId !== null) next.set('workflow', filter.workflowId);
  if (filter.period !== null) next.set('within', filter.period);
  return next;
}

/** The outcomes behind a verdict, as the API takes them; undefined for all. */
export function outcomesOf(verdict: DeliveryVerdict | null): readonly DeliveryOutcome[] | undefined {
  if (verdict === null) return undefined;
  return deliveryOutcome.options.filter((outcome) => isRefused(outcome) === (verdict === 'refused'));
}

export const fitsDeliveryFilter = (
  { verdict, workflowId }: DeliveryFilter,
  delivery: Pick<DeliverySummary, 'outcome' | 'workflowId'>,
): boolean =>
  (workflowId === null || workflowId === delivery.workflowId) &&
  (outcomesOf(verdict)?.includes(delivery.outcome) ?? true);
