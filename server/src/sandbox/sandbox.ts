import type { LogLine } from '@millrace/shared/execution';
import { keepWasmCode } from './keep-wasm-code.ts';
import { SandboxPool } from './sandbox-pool.ts';

/** What to run: the body of an async function (script node), or expressions that are evaluated together in one call. */
export type Program =
  | { readonly kind: 'function'; readonly body: string }
  | { readonly kind: 'expressions'; readonly sources: readonly string[] };

/** What takes a call back; an AbortSignal is one. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** One run of a program over its own data. */
export interface SandboxCall {
  readonly program: Program;
  /** Name → JSON text of what the program finds under that name. Other names do not exist in it. */
  readonly scope: Readonly<Record<string, string>>;
  /** Counted from the moment the program starts, not from when it was queued. */
  readonly timeoutMs: number;
  readonly signal?: CancelSignal;
}

/**
 * How a call ended. Every value crosses as JSON text: dates become text, NaN becomes null, functions are left out.
 * The `json` of expressions is an array with one `ExpressionResult` per source.
 */
export type SandboxResult =
  | { readonly kind: 'value'; readonly json: string | undefined; readonly logs: readonly LogLine[] }
  | {
      readonly kind: 'error';
      readonly name: string;
      readonly message: string;
      /** Where in the person's own source, counted from 1. */
      readonly line?: number;
      readonly column?: number;
      readonly logs: readonly LogLine[];
    }
  | { readonly kind: 'timeout'; readonly timeoutMs: number; readonly logs: readonly LogLine[] }
  | { readonly kind: 'out-of-memory'; readonly limitBytes: number; readonly logs: readonly LogLine[] }
  | { readonly kind: 'result-too-large'; readonly limitBytes: number; readonly logs: readonly LogLine[] }
  | { readonly kind: 'cancelled' };

/** What one of several expressions came to. */
export type ExpressionResult =
  | { readonly value: unknown }
  | { readonly undefined: true }
  | { readonly error: { readonly name: string; readonly message: string } };

/** Ceilings of the sandbox. */
export interface SandboxOptions {
  /** The most worker threads at a time; at least 2, so that one endless script holds nobody up. */
  readonly workers: number;
  /** Ceiling of one script's whole heap, in bytes; 64 MiB unless said, at least 17 MiB. */
  readonly memoryBytes?: number;
  /** Ceiling of a result's JSON in UTF-8, in bytes; 5 MiB unless said. */
  readonly maxResultBytes?: number;
  /** Ceiling of one call's console in characters; 64 KiB unless said. */
  readonly maxLogBytes?: number;
  /** Ceiling of one call's console in lines; 200 unless said. */
  readonly maxLogLines?: number;
}

/** Runs untrusted JavaScript where it can reach nothing. */
export interface Sandbox {
  /** Never rejects for what a script does. After `close` every call is `cancelled`. */
  run(call: SandboxCall): Promise<SandboxResult>;
  /** Cancels what is queued and running, and resolves when every thread is gone. */
  close(): Promise<void>;
}

/** Starts a sandbox with one thread; further ones start when they are needed. */
export function createSandbox(options: SandboxOptions): Sandbox {
  keepWasmCode();
  return new SandboxPool({
    workers: Math.max(2, options.workers),
    limits: {
      memoryBytes: options.memoryBytes ?? 64 * 1024 * 1024,
      maxResultBytes: options.maxResultBytes ?? 5 * 1024 * 1024,
      maxLogLength: options.maxLogBytes ?? 64 * 1024,
      maxLogLines: options.maxLogLines ?? 200,
    },
  });
}
