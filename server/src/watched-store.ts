import type { FinishedExecution, Store } from './store/store.ts';

/** Told about every execution that ended, and how long it took from its acceptance, in milliseconds. */
type OnEnd = (status: FinishedExecution['status'], durationMs: number) => void;

/** The store, with a word to the metrics whenever the engine has written an end. */
export const watchedStore = (store: Store, onEnd: OnEnd): Store => ({
  ...store,
  finishExecution: async (claim, end) => {
    const written = await store.finishExecution(claim, end);
    if (written) onEnd(end.status, end.finishedAt - madeAt(claim.executionId));
    return written;
  },
});

/** A UUIDv7 begins with the time at which it was made. */
const madeAt = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
