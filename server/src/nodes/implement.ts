import type { Failure, LogLine, Trigger } from '@millrace/shared/execution';
import type { NodeDefinition } from '@millrace/shared/nodes/define-node';
import type { z } from 'zod';
import type { BodyFile } from '../body/body-files.ts';
import type { Outbound } from '../outbound/outbound.ts';
import type { WorkflowCalls } from './calls.ts';
import type { Collections } from './collections.ts';

/** What the sender of the webhook is told. */
export interface SenderResponse {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array | string;
}

/** What a node may use while it runs one attempt. It sees no store, no HTTP and no other execution. */
export interface NodeContext {
  readonly executionId: string;
  readonly nodeId: string;
  readonly nodeName: string;
  /** Of a node in a container: in which of its rounds, from 0. */
  readonly round: number | null;
  /** 1 for the first one. */
  readonly attempt: number;
  /** The same for every attempt of this step, also after a crash. */
  readonly idempotencyKey: string;
  /** Aborts at the time limit and when the execution is cancelled. */
  readonly signal: AbortSignal;
  /** What is left of the attempt's time limit, in milliseconds. */
  readonly timeoutMs: number;
  readonly trigger: Trigger;
  /** What came from each node before this one, in the order of the edges. */
  readonly inputs: readonly NodeInput[];
  /** A file of the trigger's body, by its id there; undefined when there is none. */
  file(id: string): BodyFile | undefined;
  log(line: LogLine): void;
  /** The value of a secret; throws `StepFailure` naming it when there is none. It is redacted from what is recorded. */
  secret(name: string): string;
  /** Keeps another text out of the record, as one that holds a secret in a form of its own. */
  hide(text: string): void;
  /** The text without secrets; what is recorded goes through it anyway, unless it is cut before. */
  redact(text: string): string;
  /** Evaluates the node's own code field of that name in the sandbox; throws `StepFailure`. Nothing becomes null. */
  evaluate(codeField: string): Promise<unknown>;
  /** `JSON.stringify`, saved where the engine holds the text of that very value already. */
  jsonOf(value: unknown): string;
  readonly outbound: Outbound;
  readonly collections: Collections;
  readonly calls: WorkflowCalls;
  /** Answers the sender; false when somebody did before or the sender does not wait for it. */
  respond(response: SenderResponse): boolean;
}

export type NodeResult =
  /** The value leaves through this port. */
  | { readonly kind: 'output'; readonly port: string; readonly value: unknown }
  /** The input goes on unchanged; nothing is stored again. */
  | { readonly kind: 'pass'; readonly port: string }
  /** The input goes on unchanged through each of these ports, of which there is at least one. */
  | { readonly kind: 'fork'; readonly ports: readonly string[] }
  /** The branch ends here, and not as a failure. */
  | { readonly kind: 'stop' }
  /** The execution ends here, succeeded with this value: nothing more starts. */
  | { readonly kind: 'finish'; readonly value: unknown }
  /** The execution ends here as failed, whatever `settings.onError` says. */
  | { readonly kind: 'fail'; readonly failure: Failure }
  /** The nodes inside are run once for each item, so many at a time; their values come back as a list. */
  | {
      readonly kind: 'rounds';
      readonly items: readonly unknown[];
      readonly concurrency: number;
      readonly onItemError: 'stop' | 'collect';
    }
  /**
   * The branch waits until then (milliseconds since 1970), and its input leaves through this port; a signal to the node's
   * resume URL ends it before, and leaves through `out`. Null: only a signal ends it.
   */
  | { readonly kind: 'wait'; readonly until: number | null; readonly port: string };

/** What came to a node from one of those before it. */
export interface NodeInput {
  /** The name of the node it came from. */
  readonly name: string;
  /** Undefined where nothing came, as from a node that was skipped. */
  readonly value: unknown;
}

/** A failure that a node reports. `retryable` ones are tried again as `settings.retry` says. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
  readonly failure: Failure;
  readonly retryable: boolean;
  /** The earliest time of the next attempt that the other side asked for, in milliseconds since 1970. */
  readonly retryNotBefore: number | undefined;

  constructor(failure: Failure, options: { retryable: boolean; retryNotBefore?: number | undefined }) {
    super(failure.message);
    this.failure = failure;
    this.retryable = options.retryable;
    this.retryNotBefore = options.retryNotBefore;
  }
}

export interface NodeImplementation<Config extends z.ZodType = z.ZodType> {
  readonly definition: NodeDefinition<string, Config>;
  /** `config` has its templates filled in already. May answer at once, which saves a turn of the event loop. */
  readonly execute: (
    context: NodeContext,
    config: z.output<Config>,
    input: unknown,
  ) => NodeResult | Promise<NodeResult>;
  /** What comes of a signal to a step that waits; without it, the signal is the output. */
  readonly resumed?: (context: NodeContext, signal: unknown) => Promise<NodeResult>;
}

/** Pairs a node type with what it does on the server. */
export const implement = <Type extends string, Config extends z.ZodType>(
  definition: NodeDefinition<Type, Config>,
  execute: NodeImplementation<Config>['execute'],
): NodeImplementation<Config> => ({ definition, execute });
