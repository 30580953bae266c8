/** A graph as the scheduler sees it: nodes and edges are their positions in these lists. */
export interface Schedule {
  readonly start: number;
  readonly nodes: readonly ScheduledNode[];
  readonly edges: readonly ScheduledEdge[];
}
interface ScheduledNode {
  /** Edges that end here, in the order in which a join reads them. */
  readonly incoming: readonly number[];
  readonly outgoing: readonly number[];
  /** Runs as soon as one incoming edge carries a value, which is the one it takes, and waits for no other. */
  readonly takesFirst?: boolean;
}
export interface ScheduledEdge {
  readonly source: number;
  readonly port: string;
  readonly target: number;
}

/** How a node's run ended, as far as the graph is concerned. */
export type Ending =
  /** A value left through these ports, of which there is at least one. */
  | { readonly kind: 'left'; readonly ports: readonly string[] }
  /** A filter ended its branch. */
  | { readonly kind: 'stopped' }
  /** It ended the execution, which succeeded with its value. */
  | { readonly kind: 'finished' }
  /** It failed, and with it the execution. */
  | { readonly kind: 'failed' };

export type ScheduleEvent =
  | { readonly kind: 'started' }
  | { readonly kind: 'ended'; readonly node: number; readonly ending: Ending }
  /** Nothing more is to start: cancelled, or out of time. */
  | { readonly kind: 'halted' };

export type Command =
  /** `from`: the upstream nodes whose values reach it, once each. */
  | { readonly kind: 'run'; readonly node: number; readonly from: readonly number[] }
  | { readonly kind: 'skip'; readonly node: number }
  /**
   * The last command. `ends`: nodes whose value left through ports that lead nowhere, in the order of the graph; of an
   * execution that a node ended, that node alone.
   */
  | {
      readonly kind: 'finish';
      readonly outcome: 'succeeded' | 'filtered' | 'failed' | 'halted';
      readonly ends: readonly number[];
    };

const NONE: readonly string[] = [];

/**
 * Decides what runs when. Pure: events in, commands out; the values stay with whoever runs the nodes.
 * A node runs once all its incoming edges are settled and at least one carries a value, or, where it takes the first one,
 * once one does. After a node ended the execution, a failure or a halt nothing more starts, what runs is waited for, and
 * what never started is skipped; whichever of these came first decides how the execution ended.
 */
export class Scheduler {
  readonly #schedule: Schedule;
  /** Per node: incoming edges that are not settled yet; -1 once the node was started or skipped. */
  readonly #open: number[];
  readonly #carries: boolean[];
  #ends: number[] = [];
  #active = 0;
  #state: 'running' | 'finished' | 'failed' | 'halted' = 'running';
  #isFinished = false;
  #hasStopped = false;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
    this.#open = schedule.nodes.map(({ incoming }) => incoming.length);
    this.#carries = schedule.edges.map(() => false);
  }

  /** Takes in what happened and says what to do about it, in order. */
  apply(event: ScheduleEvent): readonly Command[] {
    const commands: Command[] = [];
    if (this.#isFinished) return commands;
    switch (event.kind) {
      case 'started':
        this.#start(commands);
        break;
      case 'ended':
        this.#end(event.node, event.ending, commands);
        break;
      case 'halted':
        if (this.#state === 'running') this.#state = 'halted';
        break;
    }
    if (this.#active === 0) this.#finish(commands);
    return commands;
  }

  #start(commands: Command[]): void {
    const { nodes, start } = this.#schedule;
    for (let node = 0; node < nodes.length; node++) {
      if (node !== start && nodes[node]?.incoming.length === 0) this.#skip(node, commands);
    }
    this.#run(start, [], commands);
  }

  #end(node: number, ending: Ending, commands: Command[]): void {
    this.#active--;
    if (this.#state === 'running') {
      if (ending.kind === 'failed') this.#state = 'failed';
      if (ending.kind === 'finished') {
        this.#state = 'finished';
        this.#ends = [node];
      }
    }
    if (ending.kind === 'stopped') this.#hasStopped = true;
    const ports = ending.kind === 'left' ? ending.ports : NONE;
    let leads = false;
    for (const edge of this.#schedule.nodes[node]?.outgoing ?? []) {
      const carries = ports.includes(this.#schedule.edges[edge]?.port ?? '');
      leads ||= carries;
      this.#settle(edge, carries, commands);
    }
    if (ports.length > 0 && !leads && this.#state !== 'finished') this.#ends.push(node);
  }

  #settle(edge: number, carries: boolean, commands: Command[]): void {
    const target = this.#schedule.edges[edge]?.target;
    const open = target === undefined ? undefined : this.#open[target];
    if (target === undefined || open === undefined || open < 0) return;
    this.#carries[edge] = carries;
    this.#open[target] = open - 1;
    // Once nothing more is to start, what is left is skipped at the end rather than by the way.
    if (this.#state !== 'running') return;
    const isTaken = carries && this.#schedule.nodes[target]?.takesFirst === true;
    if (open > 1 && !isTaken) return;
    const from = this.#carriers(target);
    if (from.length > 0) this.#run(target, from, commands);
    else this.#skip(target, commands);
  }

  #carriers(target: number): number[] {
    const from: number[] = [];
    for (const edge of this.#schedule.nodes[target]?.incoming ?? []) {
      const source = this.#schedule.edges[edge]?.source;
      if (this.#carries[edge] && source !== undefined && !from.includes(source)) from.push(source);
    }
    return from;
  }

  #run(node: number, from: readonly number[], commands: Command[]): void {
    this.#open[node] = -1;
    this.#active++;
    commands.push({ kind: 'run', node, from });
  }

  /** Also what is behind it and reached by nothing else; with a list of its own, since a chain may be long. */
  #skip(first: number, commands: Command[]): void {
    const pending = [first];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      this.#open[node] = -1;
      commands.push({ kind: 'skip', node });
      for (const edge of this.#schedule.nodes[node]?.outgoing ?? []) {
        const target = this.#schedule.edges[edge]?.target;
        const open = target === undefined ? undefined : this.#open[target];
        if (target === undefined || open === undefined || open < 0) continue;
        this.#open[target] = open - 1;
        if (open > 1) continue;
        const from = this.#carriers(target);
        if (from.length > 0) this.#run(target, from, commands);
        else pending.push(target);
      }
    }
  }

  #finish(commands: Command[]): void {
    this.#isFinished = true;
    for (let node = 0; node < this.#open.length; node++) {
      if ((this.#open[node] ?? -1) >= 0) commands.push({ kind: 'skip', node });
    }
    const ends = this.#ends.sort((a, b) => a - b);
    commands.push({ kind: 'finish', outcome: this.#outcome(), ends });
  }

  #outcome(): Extract<Command, { kind: 'finish' }>['outcome'] {
    if (this.#state === 'finished') return 'succeeded';
    if (this.#state !== 'running') return this.#state;
    return this.#ends.length === 0 && this.#hasStopped ? 'filtered' : 'succeeded';
  }
}
