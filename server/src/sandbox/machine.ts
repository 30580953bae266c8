import type { LogLine } from '@millrace/shared/execution';
import {
  newQuickJSWASMModule,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  RELEASE_SYNC,
} from 'quickjs-emscripten';
import { brokenResult, hasLogs, neverSettled, readAnswer } from './answer.ts';
import { CompiledPrograms } from './compiled-programs.ts';
import { checkLayout, HeapSnapshot, type WasmMemory } from './heap-snapshot.ts';
import { prelude } from './prelude.ts';
import { type ProgramProblem, programKey, wrapProgram } from './program.ts';
import type { Program, SandboxResult } from './sandbox.ts';

/** Node has it, but only the browser's type library declares it. */
declare const WebAssembly: { Memory: new (descriptor: { initial: number; maximum: number }) => WasmMemory };

const WASM_PAGE_BYTES = 64 * 1024;
/** What the module was linked with; it refuses a smaller memory. */
const INITIAL_PAGES = 256;
/** Small enough that the host's own stack, which QuickJS uses too, never ends first. */
const STACK_BYTES = 256 * 1024;
const JOBS_PER_CHECK = 256;
/**
 * The module grows its memory in steps of at least a twentieth, so the last part of it may stay out of reach. Beyond
 * this share an exception without an error object means that there was no room for one.
 */
const EXHAUSTED_SHARE = 0.9;

/** Ceilings of one machine. */
export interface MachineLimits {
  readonly memoryBytes: number;
  readonly maxResultBytes: number;
  readonly maxLogLength: number;
  readonly maxLogLines: number;
}

/** One program with its data, as a machine takes it. */
export interface MachineCall {
  readonly program: Program;
  readonly scope: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Asked now and then while the program runs; true ends it. */
  readonly isCancelled: () => boolean;
}

type Handles = Readonly<Record<'start' | 'finish' | 'logs' | 'describe', QuickJSHandle>>;

/** A program in the heap; or our own parser's problem with it; or what QuickJS said against it. */
type Loaded =
  | { readonly kind: 'compiled'; readonly handle: QuickJSHandle }
  | { readonly kind: 'problem'; readonly problem: ProgramProblem }
  | { readonly kind: 'refused'; readonly answer: string };

/**
 * One QuickJS in a memory of its own. Every call finds the heap as it was after set-up: a snapshot of the memory is
 * put back before each. Nothing is ever freed inside, since the next restore forgets it.
 */
export class Machine {
  readonly #limits: MachineLimits;
  readonly #context: QuickJSContext;
  readonly #handles: Handles;
  readonly #snapshot: HeapSnapshot;
  readonly #programs = new CompiledPrograms();
  #spent = false;
  #deadline = Number.POSITIVE_INFINITY;
  #isCancelled: () => boolean = () => false;
  /** Once true, everything inside ends at its next check, whatever it catches. */
  #stopped = false;

  private constructor(memory: WasmMemory, limits: MachineLimits, context: QuickJSContext) {
    this.#limits = limits;
    this.#context = context;
    context.runtime.setMaxStackSize(STACK_BYTES);
    context.runtime.setInterruptHandler(() => this.#mustStop());
    checkLayout(memory, (bytes) => context.unwrapResult(context.evalCode(`new ArrayBuffer(${bytes})`)).dispose());
    const { maxResultBytes, maxLogLength, maxLogLines } = limits;
    const inside = context.unwrapResult(
      context.evalCode(prelude({ maxResultLength: maxResultBytes, maxLogLength, maxLogLines }), 'prelude.js'),
    );
    const handle = (name: string): QuickJSHandle => context.getProp(inside, name);
    this.#handles = {
      start: handle('start'),
      finish: handle('finish'),
      logs: handle('logs'),
      describe: handle('describe'),
    };
    this.#snapshot = new HeapSnapshot(memory);
  }

  /** Loads QuickJS into a fresh memory. */
  static async create(limits: MachineLimits): Promise<Machine> {
    const maximum = Math.max(INITIAL_PAGES + 16, Math.floor(limits.memoryBytes / WASM_PAGE_BYTES));
    const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum });
    const module = await newQuickJSWASMModule(newVariant(RELEASE_SYNC, { wasmMemory: memory }));
    return new Machine(memory, limits, module.newRuntime().newContext());
  }

  /** True when this machine broke and must not be used again. */
  get spent(): boolean {
    return this.#spent;
  }

  /** Runs one call to its end. Never throws; blocks for as long as the program takes. */
  run(call: MachineCall): SandboxResult {
    this.#deadline = performance.now() + call.timeoutMs;
    this.#isCancelled = call.isCancelled;
    this.#stopped = false;
    try {
      return this.#run(call);
    } catch (error) {
      // Anything that is not an error inside QuickJS leaves the module in an unknown state.
      this.#spent = true;
      return this.#stopped ? this.#stoppedResult(call) : brokenResult(error);
    }
  }

  #run(call: MachineCall): SandboxResult {
    const names = Object.keys(call.scope);
    const compiled = this.#load(call.program, names);
    if (compiled.kind === 'problem') return { kind: 'error', name: 'SyntaxError', ...compiled.problem, logs: [] };
    if (compiled.kind === 'refused') return this.#read(call, compiled.answer);
    const { start, finish } = this.#handles;
    const context = this.#context;
    const values = context.newString(`[${names.map((name) => call.scope[name]).join(',')}]`);
    const isFunction = call.program.kind === 'function' ? context.true : context.false;
    const seed = context.newNumber(Math.floor(Math.random() * Number.MAX_SAFE_INTEGER));
    let answer = this.#call(start, compiled.handle, values, isFunction, seed);
    if (answer === '') {
      const drained = this.#drain();
      if (!this.#stopped) answer = this.#call(finish);
      if (answer === '' && drained && !this.#stopped) return neverSettled(this.#logs());
    }
    return this.#read(call, answer);
  }

  /** Puts the heap back with the compiled program in it. */
  #load(program: Program, names: readonly string[]): Loaded {
    const key = programKey(program, names);
    const known = this.#programs.get(key);
    if (known) {
      this.#snapshot.restore();
      this.#snapshot.apply(known.changes);
      return { kind: 'compiled', handle: known.handle };
    }
    const wrapped = wrapProgram(program, names);
    if (!('source' in wrapped)) return { kind: 'problem', problem: wrapped };
    this.#snapshot.scrub();
    const result = this.#context.evalCode(wrapped.source, wrapped.file);
    if (result.error) return { kind: 'refused', answer: this.#call(this.#handles.describe, result.error) };
    if (this.#snapshot.isComplete) {
      this.#programs.set(key, { handle: result.value, changes: this.#snapshot.changes() });
    }
    return { kind: 'compiled', handle: result.value };
  }

  /** Calls one of the prelude's functions and reads the text it returns. */
  #call(target: QuickJSHandle, ...values: QuickJSHandle[]): string {
    const result = this.#context.callFunction(target, this.#context.undefined, ...values);
    // The prelude catches all that can be caught: what comes through is the interrupt, or no memory to catch it in.
    if (result.error) return this.#stopped ? '' : '-M';
    return this.#context.getString(result.value);
  }

  /** Runs promise jobs until none is left; false if that was cut short. */
  #drain(): boolean {
    const { runtime } = this.#context;
    while (runtime.hasPendingJob()) {
      if (this.#mustStop()) return false;
      // A job that throws has done so into nobody's hands; the next ones still count.
      runtime.executePendingJobs(JOBS_PER_CHECK);
    }
    return true;
  }

  #mustStop(): boolean {
    this.#stopped ||= performance.now() >= this.#deadline || this.#isCancelled();
    return this.#stopped;
  }

  #read(call: MachineCall, answer: string): SandboxResult {
    if (this.#mustStop()) return this.#stoppedResult(call);
    const isExhausted = this.#snapshot.usedBytes > this.#limits.memoryBytes * EXHAUSTED_SHARE;
    return readAnswer(answer, hasLogs(answer) ? this.#logs() : [], { ...this.#limits, isExhausted });
  }

  #stoppedResult(call: MachineCall): SandboxResult {
    if (this.#isCancelled()) return { kind: 'cancelled' };
    return { kind: 'timeout', timeoutMs: call.timeoutMs, logs: this.#spent ? [] : this.#logs() };
  }

  #logs(): LogLine[] {
    // Reading them is the prelude's own work and short: the deadline is not for it.
    this.#deadline = Number.POSITIVE_INFINITY;
    const wasStopped = this.#stopped;
    this.#stopped = false;
    try {
      const json = this.#call(this.#handles.logs);
      return json.startsWith('[') ? (JSON.parse(json) as LogLine[]) : [];
    } finally {
      this.#stopped = wasStopped;
    }
  }
}
