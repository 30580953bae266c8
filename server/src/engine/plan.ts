import type { ScopePaths } from '@millrace/shared/template/scope-paths';
import type { NodeSettings } from '@millrace/shared/workflow';
import type { NodeImplementation } from '../nodes/implement.ts';
import type { Program } from '../sandbox/sandbox.ts';
import type { CompiledConfig } from './compile-config.ts';
import type { Schedule } from './scheduler.ts';

/** A graph made ready to run; shared by all executions of it, and never changed. */
export interface Plan {
  /** The graph without what stands in containers. */
  readonly root: Section;
  /** What stands in each container, by its number. */
  readonly sections: ReadonlyMap<number, Section>;
  /** In topological order; a node's position is its number everywhere in the engine. */
  readonly nodes: readonly PlanNode[];
  readonly byName: ReadonlyMap<string, number>;
  readonly byId: ReadonlyMap<string, number>;
  /** What may follow the slug, with the names of its parameters. */
  readonly pathPattern: string;
  /** True when the sender waits for a respond node. */
  readonly respondsByNode: boolean;
  /** How long the sender may wait for the answer, in milliseconds; 0 when it is answered at once. */
  readonly senderWaitMs: number;
  /** Nodes with a resume URL: their ids by their names. */
  readonly resumable: ReadonlyMap<string, string>;
  /** Respond nodes that may be reached. */
  readonly responders: number;
}

/** Nodes that are scheduled together. The schedule calls them by their positions in `numbers`. */
export interface Section {
  readonly schedule: Schedule;
  /** Of the nodes in the plan; in a container's the first stands for the item of a round. */
  readonly numbers: readonly number[];
  /** Positions by numbers. */
  readonly positions: ReadonlyMap<number, number>;
  /** Something in it must not be done twice, so that its items are written before it begins. */
  readonly isKept: boolean;
}

export interface PlanNode {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly implementation: NodeImplementation;
  readonly effect: NodeImplementation['definition']['effect'];
  /** That it starts is written before it does, and what led to it. */
  readonly isWrittenFirst: boolean;
  readonly settings: NodeSettings;
  /** Time limit of one attempt, in milliseconds. */
  readonly timeoutMs: number;
  /** The webhook node, whose output is the body. */
  readonly isStart: boolean;
  /** Several incoming edges: its input is an object keyed by the names of the upstream nodes. */
  readonly isJoin: boolean;
  /** Its input is whatever came first. What that was is written, since nobody could find it out again after a crash. */
  readonly takesFirst: boolean;
  readonly canRespond: boolean;
  /** Where its input leaves while it is disabled, and its error where it goes on after one. */
  readonly mainPort: string;
  readonly config: CompiledConfig;
  /** Code fields of its config, ready for the sandbox. */
  readonly code: Readonly<Record<string, CompiledCode>>;
  /** Nodes from which edges come directly, once each, in the order of the edges. */
  readonly sources: readonly number[];
  readonly isContainer: boolean;
  /** The container that it stands in. */
  readonly container: number | null;
  /** Every node from which edges lead here, or to its container, in order: what `steps` holds. */
  readonly ancestors: readonly number[];
}

export interface CompiledCode {
  readonly program: Program;
  /** What the source reads of the scope. */
  readonly reads: ScopePaths;
}
