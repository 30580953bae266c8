import { setFlagsFromString } from 'node:v8';

/**
 * Keeps compiled WebAssembly for as long as its module is loaded, in the whole process. Otherwise V8 collects what no
 * thread uses any more, and may free the wrapper of a call out of WebAssembly twice when another thread looks it up at
 * that moment; that ends the process. A script could aim at it: it decides how often it calls out, by asking for the time,
 * and can end its own thread or spoil its machine.
 */
export function keepWasmCode(): void {
  setFlagsFromString('--no-wasm-code-gc');
}
