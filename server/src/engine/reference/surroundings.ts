import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../../store/store.ts';
import { PATIENCE_MS } from '../../test-engine.ts';
import type { Engine } from '../engine.ts';
import type { DrivenClock } from './driven-clock.ts';
import type { ModelGraph } from './interpret.ts';
import type { OutsideAnswer } from './outside-answers.ts';

/** What did not end by then is stuck, in milliseconds. */
const STUCK_AFTER_MS = 2 * PATIENCE_MS;
const LOOK_EVERY_MS = 4;

interface Answer {
  readonly nodeId: string;
  readonly sent: OutsideAnswer['sent'];
  /** JSON text. */
  readonly output: string;
}

/** What goes on outside of one execution: somebody answers it, time passes, and other workflows do what it called them for. */
export class Surroundings {
  readonly #store: Store;
  readonly #executionId: string;
  readonly #clock: DrivenClock;
  /** Not acknowledged. */
  #left: readonly Answer[];

  constructor(store: Store, clock: DrivenClock, executionId: string, { nodes }: ModelGraph) {
    this.#store = store;
    this.#clock = clock;
    this.#executionId = executionId;
    this.#left = nodes.flatMap(({ id, kind }) =>
      kind.type === 'wait-for-webhook' && kind.outside.sent !== 'never'
        ? [{ nodeId: id, sent: kind.outside.sent, output: JSON.stringify(kind.answer) }]
        : [],
    );
  }

  /**
   * Resolves once it has ended, and all that it called, or the engine is gone.
   * @throws Error when it is stuck
   */
  async attend(engine: Engine, isGone: () => boolean = () => false): Promise<void> {
    const until = performance.now() + STUCK_AFTER_MS;
    const early = this.#left.filter(({ sent }) => sent === 'at-once').map((answer) => this.#send(engine, answer));
    const look = async (): Promise<boolean> => {
      if (isGone()) return true;
      if (performance.now() > until) throw new Error('The execution is stuck, or one that it called.');
      const execution = await this.#store.getExecutionSummary(this.#executionId);
      if (execution?.finishedAt !== null) return (await this.unfinished()) === 0;
      const [next] = this.#left;
      if (execution.status === 'waiting' && next) await this.#send(engine, next);
      else if (execution.status === 'waiting' && this.#clock.jump()) engine.wake();
      return false;
    };
    while (!(await look())) await sleep(LOOK_EVERY_MS);
    if (!isGone()) await Promise.all(early);
  }

  /** Of the execution and those that it called. */
  async unfinished(): Promise<number> {
    const [execution, called] = await Promise.all([
      this.#store.getExecutionSummary(this.#executionId),
      this.#store.listFollowUps(this.#executionId),
    ]);
    return [execution, ...called].filter((each) => each?.finishedAt === null).length;
  }

  async #send(engine: Engine, answer: Answer): Promise<void> {
    const { nodeId, output } = answer;
    const signal = { executionId: this.#executionId, nodeId, stepKey: nodeId };
    await engine.resume({ ...signal, output });
    this.#left = this.#left.filter((each) => each !== answer);
    const second = await engine.resume({ ...signal, output: '"too late"' });
    if (!['used', 'over'].includes(second)) throw new Error(`A second answer was ${second}.`);
  }
}
