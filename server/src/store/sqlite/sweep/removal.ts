import type { RemovedHistory } from '../../retention-store.ts';
import type { PacedWriter } from './paced-writer.ts';

/** Removes what a round found, and counts it. */
export class Removal {
  readonly #writer: PacedWriter;
  readonly #now: number;
  #executions = 0;
  #deliveries = 0;

  constructor(writer: PacedWriter, now: number) {
    this.#writer = writer;
    this.#now = now;
  }

  get removed(): RemovedHistory {
    return { executions: this.#executions, deliveries: this.#deliveries };
  }

  /** @param endedBefore null: whenever they ended */
  async ofExecutions(executions: readonly number[], endedBefore: number | null): Promise<void> {
    const now = this.#now;
    await this.#inSlices(executions, (left) =>
      this.#writer.write('removeExecutions', { executions: left, endedBefore, now }),
    );
  }

  async ofDeliveries(deliveries: readonly number[]): Promise<void> {
    const now = this.#now;
    await this.#inSlices(deliveries, (left) => this.#writer.write('removeDeliveries', { deliveries: left, now }));
  }

  async #inSlices(
    rows: readonly number[],
    remove: (left: readonly number[]) => Promise<{ seen: number; executions: number; deliveries: number }>,
  ): Promise<void> {
    for (let left = rows; left.length > 0 && !this.#writer.isStopped; ) {
      const { seen, executions, deliveries } = await remove(left);
      this.#executions += executions;
      this.#deliveries += deliveries;
      left = left.slice(seen);
    }
  }
}
