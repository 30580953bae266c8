const PAGE_BYTES = 4096;

/**
 * Where quickjs-emscripten 0.32.0 (release, sync) was linked to keep things, found with `WebAssembly.Module` tools and
 * checked at every start by `checkLayout`. Between the two parts lies the stack, of which nothing is alive between
 * calls.
 */
const STATIC_END = 94_208;
const HEAP_START = 5_328_896;
/** The word that holds the end of what the allocator took from the memory so far. */
const BREAK_AT = 86_864;

/** The linear memory of a WebAssembly module. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** A run of pages and what they held. */
export interface Segment {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/**
 * The content of a QuickJS memory at one moment, to return to at the price of copying the few pages that held anything.
 * A memory that grew meanwhile stays as large, and what is above its first size is emptied.
 */
export class HeapSnapshot {
  readonly #source: WasmMemory;
  /** Becomes another one when the memory grows. */
  #memory: Buffer;
  /** The content at that moment, at the same addresses. The operating system backs only the pages that were touched. */
  readonly #image: Buffer;
  readonly #segments: readonly Segment[];
  /** No byte from here on was ever written. */
  #touchedEnd = 0;

  constructor(memory: WasmMemory) {
    this.#source = memory;
    this.#memory = Buffer.from(memory.buffer);
    this.#image = Buffer.alloc(memory.buffer.byteLength);
    this.#segments = this.changes();
    write(this.#image, this.#segments);
  }

  /**
   * Puts the pages back that held anything. What a call left in pages that were empty stays until the allocator hands
   * them out again, which no script can observe.
   */
  restore(): void {
    this.#look();
    write(this.#memory, this.#segments);
  }

  /** Puts every byte back, also in pages that were empty. */
  scrub(): void {
    this.#look();
    for (const { start, bytes } of this.changes()) this.#image.copy(this.#memory, start, start, start + bytes.length);
  }

  /** How far into the memory the allocator has got. */
  get usedBytes(): number {
    return breakOf(Buffer.from(this.#source.buffer));
  }

  /** Whether everything in use is where `changes` looks: below the memory's first size. */
  get isComplete(): boolean {
    return this.usedBytes <= this.#image.length;
  }

  /** The pages that differ from the snapshot now. */
  changes(): Segment[] {
    this.#look();
    const runs: { start: number; end: number }[] = [];
    const compare = (from: number, to: number): void => {
      for (let page = from; page < to; page += PAGE_BYTES) {
        const end = page + PAGE_BYTES;
        if (this.#memory.compare(this.#image, page, end, page, end) === 0) continue;
        const last = runs.at(-1);
        if (last?.end === page) last.end = end;
        else runs.push({ start: page, end });
      }
    };
    compare(0, STATIC_END);
    compare(HEAP_START, this.#touchedEnd);
    return runs.map(({ start, end }) => ({ start, bytes: new Uint8Array(this.#memory.subarray(start, end)) }));
  }

  /** Finds out how far the allocator got. */
  #look(): void {
    if (this.#memory.buffer !== this.#source.buffer) this.#memory = Buffer.from(this.#source.buffer);
    const end = breakOf(this.#memory);
    // What lies above the first size is emptied at once, so that comparing never goes there.
    if (end > this.#image.length) this.#memory.fill(0, this.#image.length, end);
    this.#touchedEnd = Math.max(this.#touchedEnd, Math.min(end, this.#image.length));
  }

  /** Lays changes that were taken earlier over the restored snapshot. */
  apply(changes: readonly Segment[]): void {
    write(this.#memory, changes);
  }
}

/**
 * Throws when the module keeps its things elsewhere than this file knows, which a new build of it may.
 * @param allocate takes that many bytes from the heap inside
 */
export function checkLayout(memory: WasmMemory, allocate: (bytes: number) => void): void {
  const bytes = Buffer.from(memory.buffer);
  const before = breakOf(bytes);
  const step = 256 * 1024;
  allocate(step);
  const grown = breakOf(bytes) - before;
  const aboveStatic = bytes.subarray(STATIC_END, STATIC_END + PAGE_BYTES);
  const known =
    before > HEAP_START && grown >= step / 2 && grown <= 2 * step && aboveStatic.every((byte) => byte === 0);
  if (!known)
    throw new Error(
      'This build of QuickJS lays its memory out differently: the constants in heap-snapshot.ts need new values.',
    );
}

function breakOf(memory: Buffer): number {
  return memory.readUInt32LE(BREAK_AT);
}

function write(memory: Uint8Array, segments: readonly Segment[]): void {
  for (const { start, bytes } of segments) memory.set(bytes, start);
}
