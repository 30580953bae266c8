import { type CompiledGraph, compileGraph } from './compile-graph.ts';
import type { ExecutionWork } from './engine.ts';

const MAX_PLANS = 200;

/** Compiled graphs, of which the ones used last are kept. */
export class PlanCache {
  readonly #plans = new Map<string, CompiledGraph>();

  of({ graphId, graph, untilNode }: Pick<ExecutionWork, 'graphId' | 'graph' | 'untilNode'>): CompiledGraph {
    const key = untilNode === null ? graphId : `${graphId} ${untilNode}`;
    const known = this.#plans.get(key);
    const plan = known ?? compileGraph(graph, untilNode);
    // A map keeps the order of insertion: what is put in again is the newest.
    this.#plans.delete(key);
    this.#plans.set(key, plan);
    const [oldest] = this.#plans.keys();
    if (this.#plans.size > MAX_PLANS && oldest !== undefined) this.#plans.delete(oldest);
    return plan;
  }
}
