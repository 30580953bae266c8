import { useSyncExternalStore } from 'react';

const STEP_MS = 5_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const listen of listeners) listen();
  }, STEP_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function snapshot(): number {
  // While nothing ticks, the kept value would be stale at the first render of the next user. Rounded down, so that two
  // looks in a row see the same.
  if (timer === undefined) now = Math.max(now, Date.now() - (Date.now() % STEP_MS));
  return now;
}

/** The present in milliseconds since 1970, in steps of five seconds, from one timer for the whole page. */
export const useNow = (): number => useSyncExternalStore(subscribe, snapshot);
