import type { ExecutionStatus } from '@millrace/shared/execution';
import type { Graph, WorkflowVersion } from '@millrace/shared/workflow';
import type { Page, PageOf } from './page.ts';

export interface WorkflowRecord {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly draft: Graph;
  readonly draftRevision: number;
  readonly draftUpdatedAt: number;
  /** The revision that became the published version; null when none is published. */
  readonly publishedRevision: number | null;
  readonly publishedVersion: number | null;
  readonly paused: boolean;
  /** Publishing needs green tests. */
  readonly requireTests: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What the hook route needs of a workflow, held in memory. */
export interface RouteRecord {
  readonly workflowId: string;
  readonly workflowName: string;
  readonly slug: string;
  readonly paused: boolean;
  /** The published version, or null; then `draft` says how requests are verified. */
  readonly published: { readonly version: number; readonly graphId: string; readonly graph: Graph } | null;
  readonly draft: Graph;
}

export interface WorkflowListRecord extends WorkflowRecord {
  readonly lastExecution: { readonly id: string; readonly status: ExecutionStatus; readonly createdAt: number } | null;
  /** Executions that wait in its queue. */
  readonly queued: number;
  readonly oldestQueuedAt: number | null;
  /** Counts of final executions by hour start, hours without any left out. */
  readonly lastDay: readonly { readonly hour: number; readonly succeeded: number; readonly failed: number }[];
}

export type DraftSaved =
  | { readonly kind: 'saved'; readonly workflow: WorkflowRecord }
  | { readonly kind: 'stale'; readonly revision: number }
  | { readonly kind: 'missing' };

export interface WorkflowStore {
  /** `slug-taken` leaves everything as it was. */
  createWorkflow(workflow: {
    id: string;
    name: string;
    slug: string;
    draft: Graph;
    now: number;
  }): Promise<WorkflowRecord | 'slug-taken'>;
  getWorkflow(id: string): Promise<WorkflowRecord | undefined>;
  listWorkflows(page: Page & { q?: string | undefined; now: number }): Promise<PageOf<WorkflowListRecord>>;
  updateWorkflow(
    id: string,
    change: {
      name?: string | undefined;
      slug?: string | undefined;
      requireTests?: boolean | undefined;
      now: number;
    },
  ): Promise<WorkflowRecord | 'slug-taken' | 'missing'>;
  /**
   * Removes it with versions, deliveries and executions. False when there was none. The workflow is gone at once; of a
   * large history the rest may take a while longer.
   */
  deleteWorkflow(id: string): Promise<boolean>;
  saveDraft(id: string, draft: Graph, expectedRevision: number, now: number): Promise<DraftSaved>;
  /** Makes the draft of that revision version N+1 and serves it; publishing an unchanged draft keeps the version. */
  publish(id: string, expectedRevision: number, now: number): Promise<DraftSaved>;
  setPaused(id: string, paused: boolean, now: number): Promise<WorkflowRecord | undefined>;
  listVersions(id: string, page: Page): Promise<PageOf<WorkflowVersion>>;
  getVersion(id: string, version: number): Promise<(WorkflowVersion & { graph: Graph; graphId: string }) | undefined>;
  /** Every workflow, for the table of trigger URLs. */
  listRoutes(): Promise<readonly RouteRecord[]>;
  getRoute(workflowId: string): Promise<RouteRecord | undefined>;
  /** Grows whenever a route may have changed, whichever process changed it. Cheap enough to ask each second. */
  routesChangedCount(): Promise<number>;
}
