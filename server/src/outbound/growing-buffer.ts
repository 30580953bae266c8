/**
 * Collects bytes up to a limit in one block. Keeping the chunks themselves would let a sender of one-byte chunks
 * occupy a hundred times the bytes it sends.
 */
export class GrowingBuffer {
  readonly #limit: number;
  #block = Buffer.alloc(0);
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Adds bytes, or adds nothing and returns `false` when they would exceed the limit. */
  append(chunk: Uint8Array): boolean {
    const length = this.#length + chunk.length;
    if (length > this.#limit) return false;
    if (length > this.#block.length) {
      // Exact for the first chunk, which is mostly the only one; doubling after it.
      const size = this.#length === 0 ? length : Math.min(this.#limit, Math.max(length, this.#block.length * 2));
      // Not from Node's shared pool: the block is handed out and may be transferred to a worker.
      const larger = Buffer.allocUnsafeSlow(size);
      larger.set(this.#block.subarray(0, this.#length));
      this.#block = larger;
    }
    this.#block.set(chunk, this.#length);
    this.#length = length;
    return true;
  }

  /** The bytes so far. */
  bytes(): Buffer {
    return this.#block.subarray(0, this.#length);
  }
}
