import { createHash } from 'node:crypto';
import { parseBody } from '../body/parse-body.ts';
import type { CallEnd, WorkflowCalls } from '../nodes/calls.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { ExecutionRecord } from '../store/history-store.ts';
import type { NewDelivery, Store } from '../store/store.ts';
import { publishedCallee, requireFit } from './published-callee.ts';
import { parseOutput } from './step-value.ts';
import { turnOf } from './turn-of.ts';
import { turnOfCall } from './turn-of-call.ts';
import { untilWritten } from './until-written.ts';

interface StepCallsOptions {
  readonly store: Pick<Store, 'accept' | 'getRoute' | 'getExecution' | 'getExecutionSummary' | 'getDelivery'>;
  readonly sandbox: Pick<Sandbox, 'run'>;
  readonly executionId: string;
  readonly stepKey: string;
  readonly workflowId: string;
  readonly nodeName: string;
  /** Aborted when the engine closes: nothing is waited for any longer. */
  readonly closing: AbortSignal;
  /** Something was queued. */
  readonly wake: () => void;
}

/** Other workflows, as one step of one execution may run them. */
export class StepCalls implements WorkflowCalls {
  readonly #options: StepCallsOptions;

  constructor(options: StepCallsOptions) {
    this.#options = options;
  }

  /** Tried again for as long as the database cannot be used: what is started before is found by its id. */
  start(call: Parameters<WorkflowCalls['start']>[0]): Promise<string> {
    return untilWritten(() => this.#start(call), this.#options.closing);
  }

  endOf(executionId: string): Promise<CallEnd> {
    return untilWritten(() => this.#endOf(executionId), this.#options.closing);
  }

  async #start({ workflowId, body, waits }: Parameters<WorkflowCalls['start']>[0]): Promise<string> {
    const { store, sandbox, executionId, stepKey, nodeName, wake } = this.#options;
    const id = derivedId(executionId, stepKey, 'execution');
    // What was started before a crash goes on, whatever was published since.
    if (await store.getExecutionSummary(id)) return id;
    const callee = await publishedCallee(store, workflowId, nodeName);
    // What came to nothing is left out of JSON, and is not there for the schema either.
    const json = JSON.stringify(body) ?? 'null';
    const sent: unknown = JSON.parse(json);
    requireFit(callee, sent, nodeName);
    const now = Date.now();
    const delivery = deliveryOf(derivedId(executionId, stepKey, 'delivery'), {
      ...{ workflowId, json, from: this.#options, now },
    });
    const { turn } = await turnOf(callee.trigger, delivery, sent, sandbox);
    await store.accept(delivery, {
      ...{ id, workflowId, deliveryId: delivery.id, version: callee.version },
      graph: { graphId: callee.graphId },
      origin: { kind: 'call', of: executionId, stepKey: waits ? stepKey : null },
      ...{ untilNode: null, owner: null, reusedSteps: [], createdAt: now },
      turn: await turnOfCall(this.#options, callee, waits, turn),
    });
    wake();
    return id;
  }

  async #endOf(executionId: string): Promise<CallEnd> {
    const { store } = this.#options;
    const record = await store.getExecution(executionId);
    if (!record) return { kind: 'failed', sentence: `Its workflow was deleted, and execution ${executionId} with it.` };
    if (record.status === 'succeeded') return { kind: 'output', value: await this.#outputOf(record) };
    if (record.status === 'filtered') return { kind: 'output', value: null };
    const why = record.error ? ` ${record.error.message}` : '';
    return { kind: 'failed', sentence: `Execution ${executionId} of "${record.workflowName}" ${record.status}.${why}` };
  }

  async #outputOf({ output, deliveryId }: ExecutionRecord): Promise<unknown> {
    if (output.kind === 'json') return parseOutput(output.json);
    const delivery = output.kind === 'trigger-body' ? await this.#options.store.getDelivery(deliveryId) : undefined;
    const body = delivery && parseBody(delivery.contentType, delivery.body);
    return body?.kind === 'parsed' ? body.value : null;
  }
}

interface Called {
  readonly workflowId: string;
  /** The body. */
  readonly json: string;
  readonly from: Pick<StepCallsOptions, 'executionId' | 'workflowId'>;
  readonly now: number;
}

const deliveryOf = (id: string, { workflowId, json, from, now }: Called): NewDelivery => ({
  ...{ id, workflowId, outcome: 'accepted', status: 200, reason: null, method: 'POST', path: '', query: '' },
  headers: [
    ['content-type', 'application/json'],
    ['x-millrace-event', 'workflow.called'],
    ['x-millrace-workflow', from.workflowId],
    ['x-millrace-execution', from.executionId],
  ],
  contentType: 'application/json',
  remoteAddress: '',
  body: Buffer.from(json),
  verification: { preset: 'internal', secret: null },
  test: false,
  receivedAt: now,
});

/**
 * A UUIDv7 that follows from the step that it is for, so that the step finds after a crash what it started before.
 * @see https://www.rfc-editor.org/rfc/rfc9562#section-5.7
 */
function derivedId(executionId: string, stepKey: string, purpose: string): string {
  const hash = createHash('sha256').update(`${executionId}\n${purpose}\n${stepKey}`).digest('hex');
  const variant = ((Number.parseInt(hash[3] ?? '0', 16) & 0x3) | 0x8).toString(16);
  return `${executionId.slice(0, 13)}-7${hash.slice(0, 3)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`;
}
