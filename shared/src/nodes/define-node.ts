import type { z } from 'zod';
import type { ScopeRoot } from '../template/scope-roots.ts';

/** What running a node does to the world; decides what is written before and after it. */
export type NodeEffect =
  /** Depends on its input alone; recomputed after a crash. */
  | 'none'
  /** Does something outside; written before it starts and after it ends, never repeated once it ended. */
  | 'external'
  /** Answers the sender, who is gone after a crash; recomputed like `none`. */
  | 'respond'
  /** Lets time pass; what it waits for is written when it begins, and that it ended before anything happens outside. */
  | 'wait';

/** How a config field that holds JavaScript is written: one expression, or the body of an async function. */
export type CodeKind = 'expression' | 'function-body';

/** Where values enter and leave a node. Edges name ports, so a port keeps its name whatever a person calls it. */
export interface NodePorts {
  readonly in: readonly string[];
  readonly out: readonly string[];
  /** What a person reads of a port whose name says nothing. */
  readonly labels?: ReadonlyMap<string, string>;
  /** Where the input of a disabled node leaves, and the error of one that goes on; the first one out unless said. */
  readonly main?: string;
}

/** A config with real values, and what it comes to. Shown with the help, where it can be taken over. */
export interface NodeExample<Config extends z.ZodType> {
  /** What it does, in a sentence. */
  readonly says: string;
  readonly config: z.input<Config>;
  /** Top-level fields that stay as a person filled them in, as only that person knows them: whose server, how verified. */
  readonly keeps?: readonly string[];
  /** What comes in, by the names of the nodes it comes from; of a webhook node, what the sender sends. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** What somebody outside gets of it, and what comes back from there. */
  readonly outside?: {
    readonly gets?: unknown;
    readonly answers?: unknown;
  };
  /** A node in the frame of a container. */
  readonly inside?: {
    readonly type: string;
    readonly name: string;
    readonly config: Readonly<Record<string, unknown>>;
  };
  /** All of it, unless `isPart` says that an object has more fields. */
  readonly output: unknown;
  readonly isPart?: boolean;
  /** The ports its output leaves by, where that is not the usual one alone. */
  readonly ports?: readonly string[];
}

export interface NodeDefinition<Type extends string = string, Config extends z.ZodType = z.ZodType> {
  readonly type: Type;
  readonly label: string;
  /** One line for the palette. */
  readonly description: string;
  readonly group: 'trigger' | 'flow' | 'data' | 'action';
  /** Name of a lucide icon. */
  readonly icon: string;
  readonly effect: NodeEffect;
  /** Those that depend on the config are found of unfinished configs, too. `portsOf` answers for a node. */
  readonly ports: NodePorts | ((config: z.input<Config>) => NodePorts);
  /** True where it takes the first value that reaches it and waits for no other, instead of being a join. */
  readonly takesFirst?: (config: z.input<Config>) => boolean;
  readonly config: Config;
  /** What a node starts with when it is put on the canvas. */
  readonly initial: z.input<Config>;
  /** Top-level config fields that hold JavaScript instead of text with templates. */
  readonly code: Readonly<Record<string, CodeKind>>;
  /** Top-level config fields in which `{{ secrets.NAME }}` may stand. */
  readonly secretFields: readonly string[];
  /** What its templates can read, where that is not all that there is. */
  readonly scope?: readonly ScopeRoot[];
  /** Holds other nodes (their `parentId`) and runs them, once for each item. */
  readonly isContainer?: boolean;
  /** It may stand in no container. */
  readonly staysOutside?: boolean;
  /** A request to a URL of its own ends its wait: `steps["Name"].resumeUrl`, known everywhere in the graph. */
  readonly isResumable?: boolean;
  /** Before it waits it starts something that a crash does not end: written before, as what has an external effect. */
  readonly startsSomething?: boolean;
  /** Time limit of one attempt where settings name none, in milliseconds. */
  readonly timeoutMs: number;
  /** What it does in the person's words, for the card: `amount > 1000`. Works on unfinished configs. */
  readonly summary: (config: z.input<Config>) => string;
  /** A paragraph of Markdown for the inspector. */
  readonly help: string;
  readonly example: NodeExample<Config>;
}

/** Declares a node type. Both sides and the editor derive everything from this value. */
export const defineNode = <const Type extends string, Config extends z.ZodType>(
  definition: NodeDefinition<Type, Config>,
): NodeDefinition<Type, Config> => definition;
