import { randomUUID } from 'node:crypto';
import type { Failure } from '@millrace/shared/execution';
import { parseBody } from '../body/parse-body.ts';
import type { LiveEvents } from '../live/live-events.ts';
import type { Outbound } from '../outbound/outbound.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Vault } from '../secrets/vault.ts';
import { Slots } from '../slots.ts';
import type { ClaimedExecution, ResumeOutcome, ResumeSignal, Store } from '../store/store.ts';
import type { Engine, ExecutionWork, RunningExecution } from './engine.ts';
import { ExecutionRun } from './execution-run.ts';
import { givenUp } from './given-up.ts';
import { PlanCache } from './plan-cache.ts';
import { refuseRun } from './refused-run.ts';
import type { EngineLog, RunParts } from './run-parts.ts';

export interface EngineOptions {
  readonly store: Store;
  readonly sandbox: Sandbox;
  readonly outbound: Outbound;
  readonly vault: Pick<Vault, 'reveal'>;
  readonly live: LiveEvents;
  /** Executions at a time. */
  readonly concurrency: number;
  readonly resumeUrlOf: RunParts['resumeUrlOf'];
  readonly log?: EngineLog;
  /** Longest time from the start of an execution to its end, in milliseconds; an hour unless said. */
  readonly executionTimeoutMs?: number;
  /** How often this process says that it lives, and looks for work that others left, in milliseconds. */
  readonly roundMs?: number;
  /**
   * False when other processes run on the same store: then what a dead one owned is only taken over once it has been
   * silent for a while. True (the default) takes everything over as soon as it opens.
   */
  readonly isAlone?: boolean;
}

const EXECUTION_TIMEOUT_MS = 3_600_000;
const ROUND_MS = 1_000;
/** An instance that was silent for so long counts as dead, in milliseconds. */
const DEAD_AFTER_MS = 15_000;
/** Most executions that are read from the queue at a time. */
const CLAIM_BATCH = 100;

/** Makes the engine; it takes up nothing before `open()`. */
export const createEngine = (options: EngineOptions): Engine => new LocalEngine(options);

class LocalEngine implements Engine {
  readonly instanceId = randomUUID();
  readonly #options: EngineOptions;
  readonly #parts: RunParts;
  readonly #plans = new PlanCache();
  readonly #closing = new AbortController();
  readonly #running = new Slots<ExecutionRun>();
  /** Started and not yet written to its end: what `concurrency` limits. */
  #occupied = 0;
  /** Of these, those that wait and are kept only for their senders: whatever they wait for may need their place. */
  #idling = 0;
  readonly #onRunIdle = (isIdle: boolean): void => {
    this.#idling += isIdle ? 1 : -1;
    if (isIdle && this.#mayBeQueued) this.#claim();
  };
  /** Ended executions that somebody wants to read once they are written, by their ids. */
  readonly #toBeSettled = new Map<string, PromiseWithResolvers<void>>();
  #timer: NodeJS.Timeout | undefined;
  #claiming: Promise<void> | undefined;
  #round: Promise<void> | undefined;
  /** Something may be queued. */
  #mayBeQueued = true;
  /** Every other instance that there is died, whatever its clock said: only one process runs at a time. */
  #othersAreDead = false;
  /** Writes whose outcome was lost until then are seen to. */
  #reconciledAt = 0;
  #isClosed = false;
  #onIdle: (() => void) | undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
    const { store, sandbox, outbound, vault, live, resumeUrlOf, log } = options;
    this.#parts = {
      store,
      sandbox,
      outbound,
      vault,
      live,
      resumeUrlOf,
      log,
      wake: () => this.wake(),
      closing: this.#closing.signal,
    };
  }

  hasRoom(): boolean {
    return !this.#isClosed && this.#room > 0;
  }

  start(work: ExecutionWork): RunningExecution {
    // Too late: it was given back with everything else, for the next process.
    if (this.#closing.signal.aborted) return { id: work.id, ...HANDED_BACK };
    this.#occupied++;
    const compiled = this.#plans.of(work);
    const body = bodyOf(work);
    const refusal = refusalOf(work, compiled.kind === 'unusable' ? compiled.message : undefined, body);
    if (refusal || compiled.kind === 'unusable' || body.kind === 'problem') {
      return refuseRun(this.#parts, work, refusal ?? UNUSABLE, () => this.#settled(work));
    }
    const onSettled = (): void => {
      this.#running.remove(slot);
      this.#settled(work);
    };
    const events = { onSettled, onIdle: this.#onRunIdle };
    const run = new ExecutionRun(this.#parts, work, compiled.plan, body.value, events);
    const slot = this.#running.add(run);
    run.start();
    return run;
  }

  wake(): void {
    this.#mayBeQueued = true;
    this.#claim();
  }

  async written(executionId: string): Promise<void> {
    for (const run of this.#running) {
      if (run.id !== executionId || !run.isOver) continue;
      const settled = this.#toBeSettled.get(executionId) ?? Promise.withResolvers<void>();
      this.#toBeSettled.set(executionId, settled);
      await settled.promise;
    }
  }

  async cancel(executionId: string): Promise<'cancelled' | 'requested' | 'final' | 'missing'> {
    const outcome = await this.#options.store.requestCancel(executionId, Date.now());
    if (outcome === 'requested') this.#stopCancelled(executionId);
    if (outcome === 'cancelled') await this.#announce(executionId);
    return outcome;
  }

  async resume(signal: ResumeSignal): Promise<ResumeOutcome> {
    const outcome = await this.#options.store.resumeExecution(signal, Date.now());
    if (outcome === 'resumed') {
      this.#pass(signal);
      this.wake();
    }
    return outcome;
  }

  async open(): Promise<void> {
    this.#othersAreDead = this.#options.isAlone !== false;
    await this.#options.store.registerInstance(this.instanceId, Date.now());
    this.#timer = setInterval(() => this.#nextRound(), this.#roundMs);
    this.#claim();
    await this.#claiming;
  }

  async close(graceMs: number): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await Promise.all([this.#claiming, this.#round]);
    const deadline = performance.now() + graceMs;
    await this.#idle(graceMs);
    // Of what is left nothing is written any more, so that its next owner finds it as it was.
    for (const run of this.#running) run.handOver();
    await this.#idle(Math.max(0, deadline - performance.now()));
    this.#closing.abort();
    await this.#options.store.releaseInstance(this.instanceId, Date.now()).catch((error: unknown) => {
      this.#options.log?.warn({ err: error }, 'What was running could not be handed back; the next start takes it up.');
    });
  }

  /** What is cancelled in the queue has no run that says so. */
  async #announce(executionId: string): Promise<void> {
    if (!this.#options.live.wanted) return;
    const execution = await this.#options.store.getExecutionSummary(executionId);
    if (execution) this.#options.live.publish({ kind: 'execution', execution });
  }

  get #room(): number {
    return this.#options.concurrency - this.#occupied + this.#idling;
  }

  get #roundMs(): number {
    return this.#options.roundMs ?? ROUND_MS;
  }

  #stopCancelled(executionId: string): void {
    for (const run of this.#running) if (run.id === executionId) run.stop('cancelled');
  }

  #settled({ id, isAwaited, origin, stalls }: ExecutionWork): void {
    this.#occupied--;
    if (this.#toBeSettled.size > 0) {
      this.#toBeSettled.get(id)?.resolve();
      this.#toBeSettled.delete(id);
    }
    const isCalled = origin.kind === 'call' && origin.stepKey !== null;
    // The next of those that are suspected of bringing processes down waits for this one.
    if (isAwaited || isCalled || stalls > 0) this.#mayBeQueued = true;
    // Another process is told in its next round, and this one too if that fails.
    if (isCalled) void this.#passSignals([origin.of]).catch(() => undefined);
    if (this.#mayBeQueued) this.#claim();
    if (this.#occupied === 0) this.#onIdle?.();
  }

  /** Resolves once nothing is left to write, or after `ms`. */
  async #idle(ms: number): Promise<void> {
    if (this.#occupied === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    this.#onIdle = resolve;
    await promise;
    clearTimeout(timer);
  }

  #claim(): void {
    if (this.#isClosed || this.#claiming !== undefined || !this.#timer || !this.hasRoom()) return;
    this.#claiming = this.#claimQueued().then(
      () => {
        this.#claiming = undefined;
        // Woken when it had seen that nothing was left, and before it had said so.
        if (this.#mayBeQueued) this.#claim();
      },
      (error: unknown) => {
        this.#claiming = undefined;
        this.#mayBeQueued = true;
        this.#options.log?.warn({ err: error }, 'Queued executions could not be read; the next round tries again.');
      },
    );
  }

  async #claimQueued(): Promise<void> {
    while (this.#mayBeQueued && this.hasRoom()) {
      this.#mayBeQueued = false;
      const limit = Math.min(CLAIM_BATCH, this.#room);
      const now = Date.now();
      const deadBefore = this.#othersAreDead ? Number.MAX_SAFE_INTEGER : now - DEAD_AFTER_MS;
      const claimed = await this.#options.store.claimExecutions(this.instanceId, limit, deadBefore, now);
      this.#othersAreDead = false;
      if (claimed.length === limit) this.#mayBeQueued = true;
      // Closed in the meantime: they are given back with the instance.
      if (this.#isClosed) return;
      for (const execution of claimed) this.start(workOf(execution));
    }
  }

  #nextRound(): void {
    this.#stopLate();
    if (this.#round !== undefined) return;
    this.#round = this.#beat()
      .catch((error: unknown) => {
        this.#options.log?.warn({ err: error }, 'The heartbeat could not be written; the next round tries again.');
      })
      .finally(() => {
        this.#round = undefined;
      });
  }

  async #beat(): Promise<void> {
    const { store } = this.#options;
    await store.heartbeat(this.instanceId, Date.now());
    await this.#releaseForgotten();
    for (const id of await store.listCancelRequests(this.instanceId)) this.#stopCancelled(id);
    // What other processes, or the ends of other executions, have for those of this one.
    await this.#passSignals([...this.#running].filter(({ waits }) => waits.awaitsSignal).map(({ id }) => id));
    this.wake();
  }

  async #passSignals(executionIds: readonly string[]): Promise<void> {
    if (executionIds.length === 0) return;
    for (const signal of await this.#options.store.listSignals(executionIds)) this.#pass(signal);
  }

  #pass({ executionId, stepKey, output }: ResumeSignal): void {
    for (const run of this.#running) if (run.id === executionId) run.waits.signal(stepKey, output);
  }

  /** After a write whose outcome was lost: what it may have put under this instance without anybody running it. */
  async #releaseForgotten(): Promise<void> {
    const { store, log } = this.#options;
    const lostAt = store.outcomeLostAt();
    if (lostAt <= this.#reconciledAt) return;
    const held = [...this.#running].map(({ id }) => id);
    const count = await store.releaseForgotten(this.instanceId, held, lostAt);
    this.#reconciledAt = lostAt;
    if (count > 0) log?.warn({ count }, 'Executions that a lost write had begun are taken up again.');
  }

  #stopLate(): void {
    const startedBefore = performance.now() - (this.#options.executionTimeoutMs ?? EXECUTION_TIMEOUT_MS);
    for (const run of this.#running) if (run.startedAt <= startedBefore) run.stop('out-of-time');
  }
}

const HANDED_BACK = { response: Promise.resolve(null), finished: Promise.resolve(undefined) };
const UNUSABLE: Failure = {
  code: 'unusable-graph',
  message: 'The graph cannot be run. Open it in the editor, mend the problem it shows, and replay.',
};

const workOf = (execution: ClaimedExecution): ExecutionWork => execution;

const bodyOf = (work: ExecutionWork) =>
  work.body
    ? ({ kind: 'parsed', value: work.body.value } as const)
    : parseBody(work.delivery.contentType, work.delivery.body);

function refusalOf(
  work: ExecutionWork,
  unusable: string | undefined,
  body: ReturnType<typeof bodyOf>,
): Failure | undefined {
  const deadly = givenUp(work);
  if (deadly) return deadly;
  if (unusable !== undefined) return { code: 'unusable-graph', message: unusable };
  return body.kind === 'problem' ? { code: 'malformed-body', message: body.message } : undefined;
}
