import type { QuickJSHandle } from 'quickjs-emscripten';
import type { Segment } from './heap-snapshot.ts';

const MAX_PROGRAMS = 500;
const MAX_BYTES = 16 * 1024 * 1024;

/** A compiled program: where its function is, and the pages that compiling it changed. */
export interface CompiledProgram {
  readonly handle: QuickJSHandle;
  readonly changes: readonly Segment[];
}

/** The programs used last, within a ceiling of number and of memory. */
export class CompiledPrograms {
  /** Ordered from the longest unused to the one used last. */
  readonly #programs = new Map<string, CompiledProgram>();
  #bytes = 0;

  get(key: string): CompiledProgram | undefined {
    const program = this.#programs.get(key);
    if (program) {
      this.#programs.delete(key);
      this.#programs.set(key, program);
    }
    return program;
  }

  set(key: string, program: CompiledProgram): void {
    this.#programs.set(key, program);
    this.#bytes += sizeOf(key, program);
    for (const [oldKey, old] of this.#programs) {
      if (this.#programs.size <= MAX_PROGRAMS && this.#bytes <= MAX_BYTES) return;
      this.#programs.delete(oldKey);
      this.#bytes -= sizeOf(oldKey, old);
    }
  }
}

function sizeOf(key: string, program: CompiledProgram): number {
  return program.changes.reduce((sum, { bytes }) => sum + bytes.length, key.length);
}
