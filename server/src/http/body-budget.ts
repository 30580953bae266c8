/** Enough for hundreds of large bodies at a time. */
const DEFAULT_BYTES = 256 * 1024 * 1024;

/** A body that is being read, as the budget knows it. */
export interface Reading {
  /** Bytes that it holds. */
  held: number;
  /** Called when it has to make room: it lets go of all that it holds. */
  readonly giveWay: () => void;
}

/**
 * The memory that bodies take together while they are read. Once it is used up, those give way that have been read for
 * the longest, so that nobody can use it up by sending slowly.
 */
export class BodyBudget {
  readonly #bytes: number;
  /** In the order in which they began. */
  readonly #readings = new Set<Reading>();
  #held = 0;

  constructor(bytes = DEFAULT_BYTES) {
    this.#bytes = bytes;
  }

  begin(giveWay: () => void): Reading {
    const reading = { held: 0, giveWay };
    this.#readings.add(reading);
    return reading;
  }

  /** Others give way, or this one itself: then it is ended, and false is returned. */
  grow(reading: Reading, toBytes: number): boolean {
    this.#held += toBytes - reading.held;
    reading.held = toBytes;
    for (const oldest of this.#readings) {
      if (this.#held <= this.#bytes) break;
      this.end(oldest);
      oldest.giveWay();
    }
    return this.#readings.has(reading);
  }

  end(reading: Reading): void {
    if (this.#readings.delete(reading)) this.#held -= reading.held;
  }
}
