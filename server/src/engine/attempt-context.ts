import { createHash } from 'node:crypto';
import type { LogLine, Trigger } from '@millrace/shared/execution';
import type { BodyFile } from '../body/body-files.ts';
import type { WorkflowCalls } from '../nodes/calls.ts';
import type { Collections } from '../nodes/collections.ts';
import { type NodeContext, type NodeInput, type SenderResponse, StepFailure } from '../nodes/implement.ts';
import type { Outbound } from '../outbound/outbound.ts';
import type { CancelSignal } from '../sandbox/sandbox.ts';
import type { Claim } from '../store/store.ts';
import { evaluateExpressions, evaluateJson } from './evaluate.ts';
import type { Redactor } from './redactor.ts';
import type { RunParts } from './run-parts.ts';
import { StepCalls } from './step-calls.ts';
import { StepCollections } from './step-collections.ts';
import type { StepState } from './step-state.ts';
import { parseOutput } from './step-value.ts';

/** Nodes keep their own time limit and say more about it; this one is for those that do not. */
const SIGNAL_GRACE_MS = 500;

/** What of an execution its attempts use. */
export interface AttemptHost {
  readonly claim: Claim;
  readonly workflowId: string;
  readonly redactor: Redactor;
  readonly parts: Pick<RunParts, 'sandbox' | 'outbound' | 'vault' | 'store' | 'wake' | 'closing'>;
  /** Aborts when the execution is stopped. */
  readonly signal: CancelSignal;
  respond(response: SenderResponse): boolean;
  /** Stops at once and writes nothing more: somebody else owns the execution. */
  handOver(): void;
}

/** What a node is given for one attempt. What costs something is made when it is asked for. */
export class AttemptContext implements NodeContext {
  readonly nodeId: string;
  readonly nodeName: string;
  readonly attempt: number;
  readonly #host: AttemptHost;
  readonly #step: StepState;
  #deadline: number | undefined;
  #controller: AbortController | undefined;
  #abort: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #evaluated: { readonly value: unknown; readonly json: string } | undefined;

  constructor(host: AttemptHost, step: StepState) {
    this.#host = host;
    this.#step = step;
    this.nodeId = step.node.id;
    this.nodeName = step.node.name;
    this.attempt = step.attemptsBegun;
  }

  get round(): number | null {
    return this.#step.frame.round;
  }

  get executionId(): string {
    return this.#host.claim.executionId;
  }

  get idempotencyKey(): string {
    return createHash('sha256').update(`${this.executionId}\n${this.#step.key}`).digest('hex').slice(0, 32);
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      const controller = new AbortController();
      const abort = () => controller.abort();
      this.#host.signal.addEventListener('abort', abort);
      if (this.#host.signal.aborted) abort();
      this.#controller = controller;
      this.#abort = abort;
      this.#timer = setTimeout(abort, this.timeoutMs + SIGNAL_GRACE_MS);
    }
    return this.#controller.signal;
  }

  /** Counted from when it is first asked for, so that an error names the limit that a person has set. */
  get timeoutMs(): number {
    const now = performance.now();
    this.#deadline ??= now + this.#step.node.timeoutMs;
    return Math.max(1, this.#deadline - now);
  }

  get trigger(): Trigger {
    return this.#step.frame.scope.trigger;
  }

  get inputs(): readonly NodeInput[] {
    return this.#step.frame.scope.inputsOf(this.#step.node, this.#step.from);
  }

  file(id: string): BodyFile | undefined {
    return this.#step.frame.scope.file(id);
  }

  get outbound(): Outbound {
    return this.#host.parts.outbound;
  }

  get collections(): Collections {
    const { claim, parts } = this.#host;
    return new StepCollections({
      ...{ store: parts.store, closing: parts.closing, claim, stepKey: this.idempotencyKey },
      onLost: () => this.#host.handOver(),
    });
  }

  get calls(): WorkflowCalls {
    const { parts, workflowId } = this.#host;
    return new StepCalls({
      ...{ store: parts.store, sandbox: parts.sandbox, wake: parts.wake, closing: parts.closing },
      ...{ executionId: this.executionId, workflowId, stepKey: this.#step.key, nodeName: this.nodeName },
    });
  }

  log(line: LogLine): void {
    this.#step.log({ level: line.level, text: this.#host.redactor.text(line.text) });
  }

  secret(name: string): string {
    const value = this.#host.parts.vault.reveal(name);
    if (value === undefined) {
      const message = `There is no secret called ${name}. Add it under Secrets, or choose another one in "${this.nodeName}".`;
      throw new StepFailure({ code: 'missing-secret', message }, { retryable: false });
    }
    this.#host.redactor.hide(value);
    return value;
  }

  respond(response: SenderResponse): boolean {
    return this.#host.respond(response);
  }

  hide(text: string): void {
    this.#host.redactor.hide(text);
  }

  redact(text: string): string {
    return this.#host.redactor.text(text);
  }

  async evaluate(codeField: string): Promise<unknown> {
    const { node, input } = this.#step;
    const code = node.code[codeField];
    if (!code) throw new Error(`The field ${codeField} of ${node.type} holds no code.`);
    const call = {
      program: code.program,
      scope: this.#step.frame.scope.json(code.reads, node, input),
      timeoutMs: node.timeoutMs,
      signal: this.#host.signal,
    };
    const log = (line: LogLine) => this.log(line);
    if (code.program.kind === 'expressions') {
      const [value] = await evaluateExpressions(this.#host.parts.sandbox, call, log);
      return value ?? null;
    }
    const json = (await evaluateJson(this.#host.parts.sandbox, call, log)) ?? 'null';
    this.#evaluated = { value: parseOutput(json), json };
    return this.#evaluated.value;
  }

  jsonOf(value: unknown): string {
    return this.knownJsonOf(value) ?? JSON.stringify(value) ?? 'null';
  }

  /** The JSON text of a value that came from this step's code or input, where it is at hand. */
  knownJsonOf(value: unknown): string | undefined {
    if (this.#evaluated && this.#evaluated.value === value) return this.#evaluated.json;
    const { input } = this.#step;
    return typeof value === 'object' && value !== null && input?.value === value ? input.json : undefined;
  }

  /** After the attempt: nothing of it is left behind. */
  dispose(): void {
    if (!this.#abort) return;
    clearTimeout(this.#timer);
    this.#host.signal.removeEventListener('abort', this.#abort);
    this.#abort();
  }
}
