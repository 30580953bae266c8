import type { MachineLimits } from './machine.ts';
import type { Program, SandboxResult } from './sandbox.ts';

/** The most calls a thread holds at a time. */
export const SLOTS = 64;

/**
 * What parent and thread share: a few words of memory that both read and write while the thread is inside a call and
 * can take no message. `RUNNING` counts the calls begun, `CANCEL` holds the number of the one to stop.
 */
export const RUNNING = 0;
export const CANCEL = 1;
const FIRST_SLOT = 2;
export const CONTROL_WORDS = FIRST_SLOT + SLOTS;

/** Who has a posted call: whoever changes `POSTED` to something else first. */
const POSTED = 1;
const TAKEN = 2;
const FINISHED = 3;
const WITHDRAWN = 4;

/** A call on its way to a thread; `slot` is its number there until the thread has answered it. */
export interface ThreadCall {
  readonly slot: number;
  readonly program: Program;
  readonly scope: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** What a thread is started with. */
export interface ThreadData {
  readonly control: Int32Array<SharedArrayBuffer>;
  readonly limits: MachineLimits;
}

/** A slot's result, or undefined when the call had been withdrawn before it began. */
export type ThreadAnswer = readonly [slot: number, result: SandboxResult | undefined];
/** An empty list says that the thread is ready. */
export type ThreadAnswers = readonly ThreadAnswer[];

export function post(control: Int32Array, slot: number): void {
  Atomics.store(control, FIRST_SLOT + slot, POSTED);
}

/** By the thread: false when the parent was first. */
export function take(control: Int32Array, slot: number): boolean {
  return Atomics.compareExchange(control, FIRST_SLOT + slot, POSTED, TAKEN) === POSTED;
}

/** By the thread: the program has run, though its result may not have been sent. */
export function finish(control: Int32Array, slot: number): void {
  Atomics.store(control, FIRST_SLOT + slot, FINISHED);
}

/** By the parent: takes a call back that has not begun; false when the thread was first. */
export function withdraw(control: Int32Array, slot: number): boolean {
  return Atomics.compareExchange(control, FIRST_SLOT + slot, POSTED, WITHDRAWN) === POSTED;
}

/** Whether the thread is in the middle of this call. */
export function isTaken(control: Int32Array, slot: number): boolean {
  return Atomics.load(control, FIRST_SLOT + slot) === TAKEN;
}
