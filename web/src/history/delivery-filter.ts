import { type DeliveryOutcome, type DeliverySummary, deliveryOutcome, isRefused } from '@millrace/shared/execution';
import { isPeriod, type Period } from './period.ts';

/** One outcome, or everything that was refused. */
export type DeliveryVerdict = DeliveryOutcome | 'refused';

/** What the list of deliveries is narrowed to; in the address bar as it stands here. */
export interface DeliveryFilter {
  readonly verdict: DeliveryVerdict | null;
  readonly workflowId: string | null;
  /** Name of a verification preset. */
  readonly preset: string | null;
  readonly period: Period | null;
  readonly q: string;
}

const LONGEST_SEARCH = 200;

export const isVerdict = (text: string | null): text is DeliveryVerdict =>
  text === 'refused' || deliveryOutcome.safeParse(text).success;

export function readDeliveryFilter(search: URLSearchParams): DeliveryFilter {
  const verdict = search.get('outcome');
  const period = search.get('within');
  return {
    verdict: isVerdict(verdict) ? verdict : null,
    workflowId: search.get('workflow'),
    preset: search.get('preset'),
    period: isPeriod(period) ? period : null,
    q: (search.get('q') ?? '').slice(0, LONGEST_SEARCH),
  };
}

/** Puts the filter into a query, leaving what else stands there. */
export function writeDeliveryFilter(search: URLSearchParams, filter: DeliveryFilter): URLSearchParams {
  const next = new URLSearchParams(search);
  const { verdict, workflowId, preset, period, q } = filter;
  const values = { outcome: verdict, workflow: workflowId, preset, within: period, q: q === '' ? null : q };
  for (const [name, value] of Object.entries(values)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  return next;
}

export const isNarrowedDeliveries = ({ verdict, workflowId, preset, period, q }: DeliveryFilter): boolean =>
  verdict !== null || workflowId !== null || preset !== null || period !== null || q.trim() !== '';

/** The outcomes behind a verdict, as the API takes them; undefined for all. */
export function outcomesOf(verdict: DeliveryVerdict | null): readonly DeliveryOutcome[] | undefined {
  if (verdict === null) return undefined;
  return verdict === 'refused' ? deliveryOutcome.options.filter(isRefused) : [verdict];
}

/** Whether a delivery that just came belongs into the list. A search is left to the server. */
export const fitsDeliveryFilter = (
  { verdict, workflowId, preset, q }: DeliveryFilter,
  delivery: Pick<DeliverySummary, 'outcome' | 'workflowId'>,
): boolean =>
  q.trim() === '' &&
  preset === null &&
  (workflowId === null || workflowId === delivery.workflowId) &&
  (outcomesOf(verdict)?.includes(delivery.outcome) ?? true);
