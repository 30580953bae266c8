import { Worker } from 'node:worker_threads';
import type { MachineLimits } from './machine.ts';
import type { PendingCall } from './pending-call.ts';
import {
  CANCEL,
  CONTROL_WORDS,
  isTaken,
  post,
  RUNNING,
  SLOTS,
  type ThreadAnswers,
  type ThreadCall,
  type ThreadData,
  withdraw,
} from './thread-protocol.ts';

/** How far past its deadline a call may be before its thread is ended: natives inside QuickJS ask nobody. */
const GRACE_MS = 250;
/** A call that has run this long holds up those behind it. */
const SLOW_MS = 40;
/** A call that has waited this long has too many others before it, so that another thread is worth its memory. */
const BEHIND_MS = 250;

/** What a thread tells the pool. */
export interface ThreadEvents {
  /** It has room again, or is ready. */
  onFree(): void;
  /** It is unusable; these have not had their turn, and `failure` is there if it never came up. */
  onGone(unfinished: readonly PendingCall[], failure: Error | undefined): void;
}

/** One worker thread as the parent sees it: which calls it holds, how long the current one has been running. */
export class PoolThread {
  readonly #worker: Worker;
  readonly #control = new Int32Array(new SharedArrayBuffer(CONTROL_WORDS * Int32Array.BYTES_PER_ELEMENT));
  readonly #events: ThreadEvents;
  /** By slot; undefined for a free one, and for a call that was taken back and that the thread has not passed over yet. */
  readonly #held: (PendingCall | undefined)[] = Array.from({ length: SLOTS });
  readonly #postedAtMs = new Float64Array(SLOTS);
  readonly #freeSlots = Array.from({ length: SLOTS }, (_, index) => index);
  #outbox: ThreadCall[] = [];
  #state: 'starting' | 'ready' | 'gone' = 'starting';
  /** The call that was running when last looked at, by count, and when it was first seen. */
  #seen = { count: 0, sinceMs: 0 };

  constructor(limits: MachineLimits, events: ThreadEvents) {
    this.#events = events;
    const file = import.meta.url.endsWith('.ts') ? './sandbox-thread.ts' : './sandbox-thread.js';
    const workerData: ThreadData = { control: this.#control, limits };
    // A large stack, since QuickJS recurses on the thread's own; little room for young objects, which are few here; no
    // environment, since nothing inside needs any.
    const options = {
      workerData,
      env: {},
      execArgv: [],
      resourceLimits: { stackSizeMb: 16, maxYoungGenerationSizeMb: 8 },
    };
    this.#worker = new Worker(new URL(file, import.meta.url), options);
    this.#worker.on('message', (answers: ThreadAnswers) => this.#onAnswers(answers));
    this.#worker.on('error', (error) => this.#onExit(error));
    this.#worker.on('exit', () => this.#onExit(undefined));
  }

  /** Calls it holds. */
  get load(): number {
    return SLOTS - this.#freeSlots.length;
  }

  get isReady(): boolean {
    return this.#state === 'ready';
  }

  /** Calls it can still take. */
  get room(): number {
    return this.#state === 'gone' ? 0 : this.#freeSlots.length;
  }

  /** Takes a call; `send` makes it leave. */
  add(pending: PendingCall): void {
    const slot = this.#freeSlots.pop();
    if (slot === undefined) throw new Error('A sandbox thread was given more calls than it holds.');
    const { program, scope, timeoutMs } = pending.call;
    this.#held[slot] = pending;
    this.#postedAtMs[slot] = performance.now();
    post(this.#control, slot);
    this.#outbox.push({ slot, program, scope, timeoutMs });
  }

  /** Sends all that was added in one message. */
  send(): void {
    if (this.#outbox.length === 0) return;
    this.#worker.postMessage(this.#outbox);
    this.#outbox = [];
  }

  /** Whether the current call has been running for long. */
  isSlow(nowMs: number): boolean {
    return this.#runningMs(nowMs) >= SLOW_MS;
  }

  /** Whether a call has been here for long without its turn coming. */
  isBehind(nowMs: number): boolean {
    return this.#held.some((pending, slot) => {
      const waitedMs = nowMs - (this.#postedAtMs[slot] ?? nowMs);
      return pending !== undefined && waitedMs >= BEHIND_MS && !isTaken(this.#control, slot);
    });
  }

  /** Ends the thread when its call is past its deadline and has not ended by itself. */
  watch(nowMs: number): void {
    const runningMs = this.#runningMs(nowMs);
    const slot = this.#runningSlot();
    const running = slot === undefined ? undefined : this.#held[slot];
    if (slot === undefined || !running || runningMs < running.call.timeoutMs + GRACE_MS) return;
    this.#held[slot] = undefined;
    running.settle({ kind: 'timeout', timeoutMs: running.call.timeoutMs, logs: [] });
    this.#fail(undefined);
  }

  /** Takes back what has not begun, oldest first. */
  withdrawWaiting(): PendingCall[] {
    const waiting = this.#byAge().filter(({ slot }) => this.#withdraw(slot));
    return waiting.map(({ pending }) => pending);
  }

  /** Takes a call back, or stops it if it has begun. */
  cancel(pending: PendingCall): void {
    const slot = this.#held.indexOf(pending);
    if (slot === -1 || this.#withdraw(slot)) return;
    if (isTaken(this.#control, slot)) Atomics.store(this.#control, CANCEL, slot + 1);
  }

  /** Ends the thread; resolves when it is gone. */
  async close(): Promise<void> {
    this.#state = 'gone';
    for (const pending of this.#held) pending?.settle({ kind: 'cancelled' });
    this.#held.fill(undefined);
    await this.#worker.terminate();
  }

  #withdraw(slot: number): boolean {
    if (!withdraw(this.#control, slot)) return false;
    this.#held[slot] = undefined;
    return true;
  }

  /** What it holds, oldest first. */
  #byAge(): { slot: number; pending: PendingCall }[] {
    const held = this.#held.flatMap((pending, slot) => (pending ? [{ slot, pending }] : []));
    const postedAt = this.#postedAtMs;
    return held.sort((one, other) => (postedAt[one.slot] ?? 0) - (postedAt[other.slot] ?? 0));
  }

  #runningSlot(): number | undefined {
    const slot = this.#held.findIndex((pending, index) => pending && isTaken(this.#control, index));
    return slot === -1 ? undefined : slot;
  }

  #runningMs(nowMs: number): number {
    const count = Atomics.load(this.#control, RUNNING);
    const isRunning = this.#runningSlot() !== undefined;
    if (count !== this.#seen.count || !isRunning) this.#seen = { count, sinceMs: nowMs };
    return nowMs - this.#seen.sinceMs;
  }

  #onAnswers(answers: ThreadAnswers): void {
    if (this.#state === 'gone') return;
    this.#state = 'ready';
    for (const [slot, result] of answers) {
      const pending = this.#held[slot];
      this.#held[slot] = undefined;
      this.#freeSlots.push(slot);
      Atomics.compareExchange(this.#control, CANCEL, slot + 1, 0);
      if (result) pending?.settle(result);
    }
    this.#events.onFree();
  }

  #onExit(error: unknown): void {
    if (this.#state === 'gone') return;
    const reason = error instanceof Error ? `: ${error.message}` : '';
    const message = `A sandbox thread ended unexpectedly${reason}.`;
    const slot = this.#runningSlot();
    if (slot !== undefined) {
      this.#held[slot]?.settle({ kind: 'error', name: 'SandboxError', message, logs: [] });
      this.#held[slot] = undefined;
    }
    this.#fail(this.#state === 'starting' ? new Error(message) : undefined);
  }

  #fail(failure: Error | undefined): void {
    this.#state = 'gone';
    // What has finished without its result having arrived runs once more: a program changes nothing outside.
    const unfinished = this.#byAge().map(({ pending }) => pending);
    this.#held.fill(undefined);
    this.#events.onGone(unfinished, failure);
  }
}
