/** Bits for each key: with three of them set, one of a hundred keys that are not there seems to be. */
const BITS_PER_KEY = 10;
const SMALLEST_BITS = 2 ** 20;
/** 16 MB; with more keys than that is made for, it only tells less. */
const LARGEST_BITS = 2 ** 27;

/**
 * A set of keys that takes ten bits for each, and at times takes a key for one of its own; never the other way round.
 * @see Bloom, Space/time trade-offs in hash coding with allowable errors (1970)
 */
export class KeyFilter {
  readonly #words: Uint32Array;
  readonly #mask: number;
  #size = 0;

  /** @param expected how many keys it is made for */
  constructor(expected: number) {
    let bits = SMALLEST_BITS;
    while (bits < expected * BITS_PER_KEY && bits < LARGEST_BITS) bits *= 2;
    this.#words = new Uint32Array(bits / 32);
    this.#mask = bits - 1;
  }

  /** How many were added. */
  get size(): number {
    return this.#size;
  }

  /** Whether a larger one would tell more. */
  get isFull(): boolean {
    return this.#size * BITS_PER_KEY > this.#mask && this.#mask < LARGEST_BITS - 1;
  }

  add(workflow: number, value: string): void {
    const [first, step] = hashesOf(workflow, value);
    for (let round = 0; round < 3; round += 1) {
      const bit = (first + Math.imul(step, round)) & this.#mask;
      this.#words[bit >>> 5] = (this.#words[bit >>> 5] ?? 0) | (1 << (bit & 31));
    }
    this.#size += 1;
  }

  /** False: it was certainly not added. */
  mayHold(workflow: number, value: string): boolean {
    const [first, step] = hashesOf(workflow, value);
    for (let round = 0; round < 3; round += 1) {
      const bit = (first + Math.imul(step, round)) & this.#mask;
      if (((this.#words[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }
}

/** Two numbers of 32 bits. @see https://www.rfc-editor.org/rfc/rfc9923 (FNV-1a), and the finalizer of MurmurHash3 */
function hashesOf(workflow: number, value: string): [number, number] {
  let hash = Math.imul(0x811c9dc5 ^ workflow, 0x01000193);
  for (let at = 0; at < value.length; at += 1) hash = Math.imul(hash ^ value.charCodeAt(at), 0x01000193);
  const mixed = mix(hash);
  return [mixed, mix(mixed ^ 0x9e3779b9) | 1];
}

function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
