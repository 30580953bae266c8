import type { MachineLimits } from './machine.ts';
import { PendingCall } from './pending-call.ts';
import { PoolThread } from './pool-thread.ts';
import type { Sandbox, SandboxCall, SandboxResult } from './sandbox.ts';

const WATCH_EVERY_MS = 20;

/** How a pool is made. */
export interface SandboxPoolOptions {
  readonly workers: number;
  readonly limits: MachineLimits;
}

/**
 * Spreads calls over worker threads, oldest first. Calls of one turn of the event loop travel in one message; those
 * behind a slow one are taken back and given to another thread.
 */
export class SandboxPool implements Sandbox {
  readonly #options: SandboxPoolOptions;
  readonly #threads = new Set<PoolThread>();
  /** Threads on their way out. */
  readonly #ending = new Set<Promise<void>>();
  #queue: PendingCall[] = [];
  #flush: NodeJS.Immediate | undefined;
  #watch: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: SandboxPoolOptions) {
    this.#options = options;
    this.#start();
  }

  run(call: SandboxCall): Promise<SandboxResult> {
    if (this.#isClosed || call.signal?.aborted) return Promise.resolve({ kind: 'cancelled' });
    const pending = new PendingCall(call, (cancelled) => this.#cancel(cancelled));
    this.#queue.push(pending);
    this.#flush ??= setImmediate(() => this.#dispatch());
    return pending.result;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearImmediate(this.#flush);
    clearInterval(this.#watch);
    for (const pending of this.#queue) pending.settle({ kind: 'cancelled' });
    this.#queue = [];
    for (const thread of this.#threads) this.#retire(thread);
    await Promise.all(this.#ending);
  }

  /** Hands out the queue for as long as a thread can take something without waiting behind a slow call. */
  #dispatch(): void {
    this.#flush = undefined;
    if (this.#isClosed) return;
    this.#watch ??= setInterval(() => this.#look(), WATCH_EVERY_MS);
    const now = performance.now();
    const open = [...this.#threads].filter((thread) => thread.room > 0 && !thread.isSlow(now));
    let given = 0;
    for (const pending of this.#queue) {
      const thread = this.#leastLoaded(open) ?? this.#startAnother(open);
      if (!thread) break;
      given++;
      if (!pending.isSettled) thread.add(pending);
    }
    this.#queue.splice(0, given);
    for (const thread of open) thread.send();
  }

  /** A thread that is still coming up is for when all others are taken. */
  #leastLoaded(threads: readonly PoolThread[]): PoolThread | undefined {
    let best: PoolThread | undefined;
    for (const thread of threads) {
      if (thread.room === 0) continue;
      if (!best || (thread.isReady === best.isReady ? thread.load < best.load : thread.isReady)) best = thread;
    }
    return best;
  }

  #startAnother(open: PoolThread[]): PoolThread | undefined {
    if (this.#threads.size >= this.#options.workers) return undefined;
    const thread = this.#start();
    open.push(thread);
    return thread;
  }

  #start(): PoolThread {
    const thread: PoolThread = new PoolThread(this.#options.limits, {
      onFree: () => this.#onFree(),
      onGone: (unfinished, failure) => this.#onGone(thread, unfinished, failure),
    });
    this.#threads.add(thread);
    return thread;
  }

  /** Every now and then while there is work: ends what overran, and moves what waits behind a slow call. */
  #look(): void {
    const now = performance.now();
    for (const thread of this.#threads) thread.watch(now);
    for (const thread of this.#threads) {
      if (thread.load < 2 || !this.#isElsewhereBetter(thread, now)) continue;
      this.#queue.unshift(...thread.withdrawWaiting());
    }
    if (this.#queue.length > 0) this.#dispatch();
    else if ([...this.#threads].every((thread) => thread.load === 0)) this.#stopWatching();
  }

  /** Whether calls that this thread has not begun may be begun sooner by another one. */
  #isElsewhereBetter(thread: PoolThread, now: number): boolean {
    const others = [...this.#threads].filter((other) => other !== thread && other.room > 0 && !other.isSlow(now));
    if (!thread.isReady) return others.some((other) => other.isReady);
    const canStart = this.#threads.size < this.#options.workers;
    if (thread.isSlow(now)) return canStart || others.length > 0;
    return thread.isBehind(now) && (canStart || others.some((other) => other.load === 0));
  }

  #stopWatching(): void {
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  #onFree(): void {
    if (this.#queue.length > 0) this.#flush ??= setImmediate(() => this.#dispatch());
  }

  #onGone(thread: PoolThread, unfinished: readonly PendingCall[], failure: Error | undefined): void {
    this.#retire(thread);
    if (!failure) {
      this.#queue.unshift(...unfinished);
      // One is kept warm, so that the next call need not wait for it.
      if (this.#threads.size === 0) this.#start();
      this.#onFree();
      return;
    }
    // Without a thread that starts, waiting is no use; the next call tries again.
    const { message } = failure;
    for (const pending of [...unfinished, ...(this.#threads.size === 0 ? this.#queue.splice(0) : [])]) {
      pending.settle({ kind: 'error', name: 'SandboxError', message, logs: [] });
    }
  }

  #retire(thread: PoolThread): void {
    this.#threads.delete(thread);
    const ending = thread.close().finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }

  #cancel(pending: PendingCall): void {
    for (const thread of this.#threads) thread.cancel(pending);
  }
}
