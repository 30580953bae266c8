/** Steps that can be taken back. */
const MAX_STEPS = 200;
/** Edits of one kind that follow each other faster than this are one step, in milliseconds. */
const MERGE_WITHIN_MS = 1_000;

/** A value with the ones before and after it. Immutable: every function here returns a new history. */
export interface History<Value> {
  readonly past: readonly Value[];
  readonly present: Value;
  readonly future: readonly Value[];
  /** What the last edit was, so that typing a word is one step. */
  readonly last: { readonly kind: string; readonly at: number } | null;
}

export const beginHistory = <Value>(present: Value): History<Value> => ({ past: [], present, future: [], last: null });

/**
 * Makes `next` the present. Edits of the same non-empty `kind` (`config:hook:methods`) in quick succession are merged
 * into one step. `at` is in milliseconds.
 */
export const recordEdit = <Value>(history: History<Value>, next: Value, kind: string, at: number): History<Value> => {
  if (next === history.present) return history;
  const { last } = history;
  const merges = last !== null && kind !== '' && last.kind === kind && at - last.at < MERGE_WITHIN_MS;
  return {
    past: merges ? history.past : [...history.past, history.present].slice(-MAX_STEPS),
    present: next,
    future: [],
    last: { kind, at },
  };
};

export const undo = <Value>(history: History<Value>): History<Value> => {
  const previous = history.past.at(-1);
  if (previous === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: previous,
    future: [history.present, ...history.future],
    last: null,
  };
};

export const redo = <Value>(history: History<Value>): History<Value> => {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future, last: null };
};
