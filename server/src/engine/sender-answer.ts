import type { SenderResponse } from '../nodes/implement.ts';
import type { Plan, PlanNode } from './plan.ts';

/** What the sender is told by a respond node: the first answer counts, and null says as early as it is sure that none comes. */
export class SenderAnswer {
  readonly promise: Promise<SenderResponse | null>;
  readonly #resolve: (response: SenderResponse | null) => void;
  /** Respond nodes that were neither run nor skipped; 0 once it is decided. */
  #left: number;

  constructor(plan: Pick<Plan, 'respondsByNode' | 'responders'>) {
    const { promise, resolve } = Promise.withResolvers<SenderResponse | null>();
    this.promise = promise;
    this.#resolve = resolve;
    this.#left = plan.respondsByNode ? plan.responders : 0;
    if (this.#left === 0) resolve(null);
  }

  /** False when somebody answered before, or nobody waits. */
  give(response: SenderResponse): boolean {
    if (this.#left === 0) return false;
    this.#left = 0;
    this.#resolve(response);
    return true;
  }

  /** A node was run to its end or skipped: it answers no more. */
  passed(node: Pick<PlanNode, 'canRespond'>): void {
    if (!node.canRespond || this.#left === 0) return;
    this.#left--;
    if (this.#left === 0) this.#resolve(null);
  }

  giveUp(): void {
    if (this.#left > 0) this.#resolve(null);
    this.#left = 0;
  }
}
