import type { ModelNode } from './interpret.ts';

/** Which nodes begin only behind which others. */
export class NodeOrder {
  readonly #before = new Map<string, ReadonlySet<string>>();
  /** By the last node that changes a record: the first one. */
  readonly #records = new Map<string, string>();

  add(id: string, { kind }: ModelNode, sources: readonly string[]): void {
    const takesFirst = kind.type === 'merge' && kind.mode === 'first';
    this.#before.set(id, takesFirst ? new Set() : this.#allOf(sources));
  }

  /**
   * Whose record a node changes: its own, or that of one before it. Of two nodes that change the same record, one always
   * comes first, so that what comes of it is determined.
   */
  recordOf(id: string, sources: readonly string[], isOwn: boolean): string {
    const last = isOwn ? undefined : [...this.#allOf(sources)].find((each) => this.#records.has(each));
    const first = (last && this.#records.get(last)) ?? id;
    if (last) this.#records.delete(last);
    this.#records.set(id, first);
    return first;
  }

  #allOf(sources: readonly string[]): ReadonlySet<string> {
    return new Set(sources.flatMap((source) => [source, ...(this.#before.get(source) ?? [])]));
  }
}
