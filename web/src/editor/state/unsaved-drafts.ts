import { type Graph, graph as graphSchema } from '@millrace/shared/workflow';

const keyOf = (workflowId: string): string => `millrace.unsaved.${workflowId}`;

/** Drafts that could not be saved before their editor was left. They outlive a reload of the page, not its tab. */
export const unsavedDrafts = {
  keep(workflowId: string, graph: Graph): void {
    sessionStorage.setItem(keyOf(workflowId), JSON.stringify(graph));
  },
  /** The kept draft, once. */
  take(workflowId: string): Graph | null {
    const kept = sessionStorage.getItem(keyOf(workflowId));
    sessionStorage.removeItem(keyOf(workflowId));
    return kept === null ? null : (graphSchema.safeParse(JSON.parse(kept)).data ?? null);
  },
};
