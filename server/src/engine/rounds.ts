import type { Failure } from '@millrace/shared/execution';
import type { Frame } from './frame.ts';
import { StepValue } from './step-value.ts';

/** What a container runs its nodes over. */
export interface RoundsWork {
  readonly items: readonly unknown[];
  /** Rounds at a time. */
  readonly concurrency: number;
  readonly onItemError: 'stop' | 'collect';
}

/** How one round ended. */
export type RoundEnd =
  | { readonly kind: 'value'; readonly value: unknown }
  /** A filter ended it. */
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly failure: Failure };

export type RoundsEnd =
  | { readonly kind: 'values'; readonly values: readonly unknown[] }
  | { readonly kind: 'failed'; readonly round: number; readonly failure: Failure }
  | { readonly kind: 'halted' };

const NO_VALUE = Symbol('no value');

/** Runs a container's rounds, so many at a time, and puts their values together in the order of the items. */
export class Rounds {
  readonly #work: RoundsWork;
  readonly #begin: (rounds: Rounds, round: number, item: StepValue) => Frame;
  readonly #onEnd: (end: RoundsEnd) => void;
  readonly #values: unknown[];
  readonly #active = new Set<Frame>();
  #next = 0;
  #failed: { readonly round: number; readonly failure: Failure } | undefined;
  #isHalted = false;
  #isPumping = false;
  #isOver = false;

  /** @param begin makes the frame of a round, which calls `ended` */
  constructor(
    work: RoundsWork,
    begin: (rounds: Rounds, round: number, item: StepValue) => Frame,
    onEnd: (end: RoundsEnd) => void,
  ) {
    this.#work = work;
    this.#begin = begin;
    this.#onEnd = onEnd;
    this.#values = new Array(work.items.length).fill(NO_VALUE);
  }

  /** Starts as many as may start. A loop rather than recursion, since many rounds may end at once. */
  pump(): void {
    if (this.#isPumping || this.#isOver) return;
    this.#isPumping = true;
    while (this.#mayStart) {
      const round = this.#next++;
      const frame = this.#begin(this, round, StepValue.ofItem(this.#work.items[round]));
      this.#active.add(frame);
      frame.start();
    }
    this.#isPumping = false;
    if (this.#active.size > 0) return;
    this.#isOver = true;
    this.#onEnd(this.#end);
  }

  ended(frame: Frame, end: RoundEnd): void {
    const round = frame.round ?? 0;
    this.#active.delete(frame);
    if (end.kind === 'value') this.#values[round] = end.value;
    else if (end.kind === 'failed' && this.#work.onItemError === 'collect')
      this.#values[round] = { error: end.failure };
    else if (end.kind === 'failed') this.#failed ??= { round, failure: end.failure };
    this.pump();
  }

  /** Nothing more is to start in any of them. */
  halt(): void {
    this.#isHalted = true;
    for (const frame of this.#active) frame.halt();
  }

  get #mayStart(): boolean {
    const { items, concurrency } = this.#work;
    return !this.#isHalted && !this.#failed && this.#next < items.length && this.#active.size < concurrency;
  }

  get #end(): RoundsEnd {
    if (this.#isHalted) return { kind: 'halted' };
    if (this.#failed) return { kind: 'failed', ...this.#failed };
    return { kind: 'values', values: this.#values.filter((value) => value !== NO_VALUE) };
  }
}
