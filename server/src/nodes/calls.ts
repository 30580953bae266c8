/** What became of a workflow that was called. */
export type CallEnd =
  | { readonly kind: 'output'; readonly value: unknown }
  /** `sentence` says what happened, and to which execution. */
  | { readonly kind: 'failed'; readonly sentence: string };

/** Other workflows of the instance, as one step may run them. */
export interface WorkflowCalls {
  /**
   * Starts the published version of a workflow over a body, once for each step: again, it finds what it started.
   * Resolves to the id of its execution. `waits`: the step is signalled when that ends.
   * @throws StepFailure when it cannot be started
   */
  start(call: { readonly workflowId: string; readonly body: unknown; readonly waits: boolean }): Promise<string>;
  endOf(executionId: string): Promise<CallEnd>;
}
