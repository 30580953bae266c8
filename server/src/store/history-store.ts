import type {
  DeliveryOutcome,
  DeliverySummary,
  Duplicates,
  Execution,
  ExecutionStatus,
  ExecutionSummary,
} from '@millrace/shared/execution';
import type { Page, PageOf } from './page.ts';
import type { KeptDelivery, StepRecord, StoredValue } from './store.ts';

interface HistoryFilter extends Page {
  readonly workflowId?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly q?: string | undefined;
}
export interface ExecutionFilter extends HistoryFilter {
  readonly deliveryId?: string | undefined;
  readonly status?: readonly ExecutionStatus[] | undefined;
  /** Only failures that nobody dealt with. */
  readonly unresolved?: boolean | undefined;
  /** Newest first unless said. Of one delivery it is always that. */
  readonly order?: 'newest' | 'oldest' | undefined;
}
/** Failures of one workflow that nobody dealt with. */
export interface UnresolvedCount {
  readonly workflowId: string;
  readonly workflowName: string;
  readonly count: number;
  readonly oldestAt: number;
  readonly newestAt: number;
}
/** `q` is the start of an id, or a text in path, query, headers, reason or body, whatever its case. */
export interface DeliveryFilter extends HistoryFilter {
  readonly outcome?: readonly DeliveryOutcome[] | undefined;
  readonly preset?: string | undefined;
}
/**
 * `searched` is null where an index yields the page. A search looks at a bounded number of deliveries for each page, so
 * that it may find none and have a next page all the same.
 */
export interface DeliveryPage extends PageOf<DeliverySummary> {
  readonly searched: { readonly deliveries: number; readonly backTo: string | null } | null;
}

/** An execution as it is kept; values of steps are resolved to JSON text. */
export interface ExecutionRecord extends ExecutionSummary, Pick<Execution, 'graph' | 'recoveries'> {
  readonly graphId: string;
  readonly untilNode: string | null;
  readonly steps: readonly StepRecord[];
  readonly output: StoredValue;
}

export interface HistoryStore {
  listExecutions(filter: ExecutionFilter): Promise<PageOf<ExecutionSummary>>;
  /** By workflow, most first; those without any are left out. */
  countUnresolved(): Promise<readonly UnresolvedCount[]>;
  getExecutionSummary(id: string): Promise<ExecutionSummary | undefined>;
  getExecution(id: string): Promise<ExecutionRecord | undefined>;
  /** What came of an execution, oldest first: replays, retries, and what handled its failure; a bounded number of them. */
  listFollowUps(executionId: string): Promise<readonly ExecutionSummary[]>;
  listDeliveries(filter: DeliveryFilter): Promise<DeliveryPage>;
  getDelivery(id: string): Promise<KeptDelivery | undefined>;
  /** How many deliveries repeat this one, and the newest of them. */
  listDuplicates(firstId: string): Promise<Duplicates>;
}
