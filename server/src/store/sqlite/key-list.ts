/** Deliveries by their keys, for each workflow apart. Plain numbers, since objects would outlive many collections. */
export class KeyList {
  readonly #ofWorkflow = new Map<number, Map<string, number>>();
  #size = 0;
  #lastExpiry = 0;

  get size(): number {
    return this.#size;
  }

  /** When the last one expires, in milliseconds since 1970; 0 where there is none. */
  get lastExpiry(): number {
    return this.#lastExpiry;
  }

  /** The delivery that was added last with that key. */
  find(workflow: number, value: string): number | undefined {
    return this.#ofWorkflow.get(workflow)?.get(value);
  }

  /** The answer: there was none with that key. */
  add(workflow: number, value: string, delivery: number, expiresAt: number): boolean {
    let keys = this.#ofWorkflow.get(workflow);
    if (keys === undefined) {
      keys = new Map();
      this.#ofWorkflow.set(workflow, keys);
    }
    const before = keys.size;
    keys.set(value, delivery);
    if (expiresAt > this.#lastExpiry) this.#lastExpiry = expiresAt;
    if (keys.size === before) return false;
    this.#size += 1;
    return true;
  }

  remove(workflow: number, value: string): void {
    if (this.#ofWorkflow.get(workflow)?.delete(value)) this.#size -= 1;
  }

  /** All of them in the order of workflows and keys. */
  sorted(): { readonly workflow: number; readonly value: string }[] {
    return [...this.#ofWorkflow.keys()]
      .sort((a, b) => a - b)
      .flatMap((workflow) => [...this.#keysOf(workflow)].sort().map((value) => ({ workflow, value })));
  }

  #keysOf(workflow: number): Iterable<string> {
    return this.#ofWorkflow.get(workflow)?.keys() ?? [];
  }
}
