import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, or until the signal. Keeps no process alive. */
export const pause = (ms: number, signal: AbortSignal): Promise<unknown> =>
  sleep(ms, undefined, { signal, ref: false }).catch((reason) => reason);
