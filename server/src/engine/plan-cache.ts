import { type CompiledGraph, compileGraph } from './compile-graph.ts';
import type { ExecutionWork } from './engine.ts';

const MAX_PLANS = 200;

/** Compiled graphs, of which the ones used last are kept. */
export class PlanCache {
  readonly #plans = new Map<string, CompiledGraph>();
  /** Spares the order's upkeep while one graph is used again and again. */
  #newest: { readonly key: string; readonly plan: CompiledGraph } | undefined;

  of({ graphId, graph, untilNode }: Pick<ExecutionWork, 'graphId' | 'graph' | 'untilNode'>): CompiledGraph {
    const key = untilNode === null ? graphId : `${graphId} ${untilNode}`;
    if (this.#newest?.key === key) return this.#newest.plan;
    const plan = this.#plans.get(key) ?? compileGraph(graph, untilNode);
    this.#newest = { key, plan };
    // A map keeps the order of insertion: what is put in again is the newest.
    this.#plans.delete(key);
    this.#plans.set(key, plan);
    const [oldest] = this.#plans.keys();
    if (this.#plans.size > MAX_PLANS && oldest !== undefined) this.#plans.delete(oldest);
    return plan;
  }
}
