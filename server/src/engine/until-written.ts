import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '../store/store.ts';

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 5_000;

/**
 * Repeats a write while the store is unavailable, since nothing of a refused one took effect.
 * @throws what else the write rejects with, and the last StoreUnavailable once `signal` is aborted
 */
export async function untilWritten<Result>(write: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  for (let delay = FIRST_DELAY_MS; ; delay = Math.min(LONGEST_DELAY_MS, delay * 2)) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || signal.aborted) throw error;
    }
    await sleep(delay, undefined, { signal }).catch(() => undefined);
  }
}
