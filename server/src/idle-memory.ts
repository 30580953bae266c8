import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How often it is looked at what the process does, in milliseconds. */
const INTERVAL_MS = 1_000;
/** The share of one processor from which on it has something to do. */
const BUSY_SHARE = 0.05;
/** What is in use of a larger heap takes too long to go through, in bytes: a webhook may come meanwhile. */
const MOST_HEAP_BYTES = 128 * 1_048_576;

/**
 * Gives back to the system what the start, or a burst of work, left in the main thread's heap, once the process has had
 * next to nothing to do for a while. By itself V8 keeps the space in which objects begin at the size that it grew to,
 * which is some 20 MB of nothing. It takes tens of milliseconds, once after each burst.
 */
export function giveBackIdleMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') return;
  let before = process.cpuUsage();
  let isDue = true;
  setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    const isBusy = (user + system) / 1_000 > INTERVAL_MS * BUSY_SHARE;
    if (isBusy) isDue = true;
    else if (isDue && process.memoryUsage().heapUsed <= MOST_HEAP_BYTES) {
      isDue = false;
      // The only flavour after which that space shrinks.
      collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
      before = process.cpuUsage();
    }
  }, INTERVAL_MS).unref();
}
