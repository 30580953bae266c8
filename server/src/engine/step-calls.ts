import { createHash } from 'node:crypto';
import { webhook } from '@millrace/shared/nodes/webhook';
import { parseBody } from '../body/parse-body.ts';
import { schemaFit } from '../body/schema-fit.ts';
import type { CallEnd, WorkflowCalls } from '../nodes/calls.ts';
import { StepFailure } from '../nodes/implement.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { ExecutionRecord } from '../store/history-store.ts';
import type { NewDelivery, Store } from '../store/store.ts';
import { parseOutput } from './step-value.ts';
import { turnOf } from './turn-of.ts';
import { untilWritten } from './until-written.ts';
import { waitingCircle } from './waiting-circle.ts';

/** Workflows that call each other in a circle stop there. */
const MAX_DEPTH = 10;

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
    const route = await store.getRoute(workflowId);
    if (!route)
      throw refused(
        'no-workflow',
        `The workflow that "${nodeName}" calls does not exist any more. Choose another one.`,
      );
    const { published, workflowName } = route;
    if (!published)
      throw refused(
        'not-published',
        `"${nodeName}" calls "${workflowName}", which is not published. Publish it first.`,
      );
    const config = published.graph.nodes.find(({ type }) => type === webhook.type)?.config;
    const trigger = webhook.config.parse(config ?? {});
    const { bodySchema } = trigger;
    // What came to nothing is left out of JSON, and is not there for the schema either.
    const json = JSON.stringify(body) ?? 'null';
    const sent: unknown = JSON.parse(json);
    const fit = bodySchema.kind === 'none' ? undefined : schemaFit(bodySchema.schema)(sent);
    if (fit && fit.kind !== 'fits') {
      throw refused('misfit', `"${workflowName}" does not take what "${nodeName}" sends it. ${fit.reason}`);
    }
    const waiting = await this.#waiting({ workflowName, waits });
    const isInside = waiting.has(workflowId);
    if (isInside && trigger.limits.concurrentExecutions !== undefined) {
      throw refused(
        'waits-for-itself',
        `"${nodeName}" calls "${workflowName}", which itself waits for what is called here, and of which only ${trigger.limits.concurrentExecutions} may run at a time: they could wait for each other for ever. Take that limit out, or do not wait for the output.`,
      );
    }
    const now = Date.now();
    const delivery = deliveryOf(derivedId(executionId, stepKey, 'delivery'), {
      workflowId,
      json,
      from: this.#options,
      now,
    });
    const found = await turnOf(trigger, delivery, sent, sandbox);
    // What waits for this one has the turn of the key already.
    const turn = found.turn && isInside ? { ...found.turn, key: null } : found.turn;
    const circle =
      turn?.key == null || waiting.size === 0 ? undefined : await waitingCircle(store, published.graph, waiting);
    if (circle !== undefined) {
      throw refused(
        'wait-for-each-other',
        `"${nodeName}" calls "${workflowName}", which calls "${circle}" in turn. Both keep an order and wait for what they call: they could wait for each other for ever. Let one of them keep no order, or not wait for the output.`,
      );
    }
    await store.accept(delivery, {
      ...{ id, workflowId, deliveryId: delivery.id, version: published.version },
      graph: { graphId: published.graphId },
      origin: { kind: 'call', of: executionId, stepKey: waits ? stepKey : null },
      ...{ untilNode: null, owner: null, reusedSteps: [], createdAt: now },
      turn,
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

  /**
   * The workflows that would wait for the called one, by their ids.
   * @throws StepFailure where too many called each other
   */
  async #waiting(called: { workflowName: string; waits: boolean }): Promise<ReadonlySet<string>> {
    const { store, executionId, nodeName } = this.#options;
    const waiting = new Set<string>();
    let isWaitedFor = called.waits;
    let caller: string | undefined = executionId;
    for (let depth = 0; caller !== undefined; depth++) {
      if (depth >= MAX_DEPTH) {
        throw refused(
          'too-many-calls',
          `"${nodeName}" would call "${called.workflowName}" from inside ${MAX_DEPTH} calls. Workflows that call each other in a circle never end: take one of the calls out.`,
        );
      }
      const summary = await store.getExecutionSummary(caller);
      if (isWaitedFor && summary) waiting.add(summary.workflowId);
      const origin: ExecutionRecord['origin'] | undefined = summary?.origin;
      caller = origin?.kind === 'call' ? origin.of : undefined;
      isWaitedFor &&= origin?.kind === 'call' && origin.stepKey !== null;
    }
    return waiting;
  }
}

const refused = (code: string, message: string): StepFailure =>
  new StepFailure({ code, message }, { retryable: false });

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
