import type { Failure } from '@millrace/shared/execution';
import type { ExecutionScope } from './execution-scope.ts';
import type { Section } from './plan.ts';
import { type Command, type Ending, Scheduler } from './scheduler.ts';

/** Does what a frame says. Nodes are called by their numbers in the plan. */
export interface FrameRun {
  runNode(frame: Frame, node: number, from: readonly number[]): void;
  skipNode(frame: Frame, node: number): void;
  /** What can be done at once is being done, until `drained`. */
  entered(): void;
  drained(): void;
}

export type FrameEnd = Extract<Command, { kind: 'finish' }>;

/** The nodes of a graph on their way through one run: of the graph itself, or of a container in one of its rounds. */
export class Frame {
  readonly scope: ExecutionScope;
  /** Null: the graph itself. */
  readonly round: number | null;
  /** Nothing more is to start in it. */
  isEnding = false;
  failure: Failure | null = null;
  readonly #section: Section;
  readonly #scheduler: Scheduler;
  readonly #run: FrameRun;
  readonly #onEnd: (end: FrameEnd) => void;
  #queue: Command[] = [];
  #isFollowing = false;

  constructor(
    section: Section,
    { scope, round }: { readonly scope: ExecutionScope; readonly round: number | null },
    run: FrameRun,
    onEnd: (end: FrameEnd) => void,
  ) {
    this.scope = scope;
    this.round = round;
    this.#section = section;
    this.#scheduler = new Scheduler(section.schedule);
    this.#run = run;
    this.#onEnd = onEnd;
  }

  start(): void {
    this.#follow(this.#scheduler.apply({ kind: 'started' }));
  }

  ended(node: number, ending: Ending): void {
    this.#follow(this.#scheduler.apply({ kind: 'ended', node: this.#section.positions.get(node) ?? -1, ending }));
  }

  halt(): void {
    this.isEnding = true;
    this.#scheduler.apply({ kind: 'halted' });
  }

  /** A loop rather than recursion, since a chain of nodes that answer at once may be long. */
  #follow(commands: readonly Command[]): void {
    for (const command of commands) this.#queue.push(command);
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    this.#run.entered();
    for (let at = 0; at < this.#queue.length; at++) {
      const command = this.#queue[at];
      if (command?.kind === 'run') this.#runNode(command.node, command.from);
      else if (command?.kind === 'skip') this.#run.skipNode(this, this.#numberOf(command.node));
      else if (command) this.#onEnd({ ...command, ends: command.ends.map((end) => this.#numberOf(end)) });
    }
    this.#queue = [];
    this.#isFollowing = false;
    this.#run.drained();
  }

  #runNode(position: number, from: readonly number[]): void {
    const number = this.#numberOf(position);
    // Where a round begins there is no node, only its item.
    if (number === ROUND_START) this.#queue.push(...this.#scheduler.apply(BEGUN));
    else
      this.#run.runNode(
        this,
        number,
        from.map((source) => this.#numberOf(source)),
      );
  }

  #numberOf(position: number): number {
    return this.#section.numbers[position] ?? ROUND_START;
  }
}

/** Stands for the item of a round among the numbers of nodes; it is the first in the section of a container. */
export const ROUND_START = -1;
const BEGUN = { kind: 'ended', node: 0, ending: { kind: 'left', ports: ['out'] } } as const;
