import type { Failure } from '@millrace/shared/execution';
import type { Graph } from '@millrace/shared/workflow';
import { parseBody } from '../../body/parse-body.ts';
import type { SenderResponse } from '../../nodes/implement.ts';
import type { Outbound } from '../../outbound/outbound.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { CaseOutcome, SentByNode, WholeTestCase } from '../../store/test-case-store.ts';
import { compileGraph } from '../compile-graph.ts';
import type { ExecutionWork } from '../engine.ts';
import { ExecutionRun } from '../execution-run.ts';
import type { RunParts } from '../run-parts.ts';
import { inTurn } from './in-turn.ts';
import { RecordedWorld } from './recorded-world.ts';

/** Longest time of one run, in milliseconds: nothing in it waits for anybody. */
const TIME_LIMIT_MS = 30_000;

export interface TestParts {
  readonly sandbox: Sandbox;
}

/** What is run: the execution that was kept, over its delivery. */
export type TestSubject = Pick<WholeTestCase, 'workflowId' | 'delivery' | 'execution'>;

export type RunOutcome =
  | {
      readonly kind: 'outcome';
      readonly outcome: CaseOutcome;
      /** What would have been sent that the outside was not sent before; the run ended there. */
      readonly unanswered: readonly SentByNode[];
      /** Why it failed, if it did. */
      readonly failure: Failure | null;
    }
  /** Nothing can be run. */
  | { readonly kind: 'unusable'; readonly message: string };

/**
 * What an execution comes to on a graph, when the outside answers as it is recorded. Nothing leaves the process and
 * nothing is kept. Secrets are stood for by their names. One runs at a time, with one script at a time, so that however
 * many tests loop, webhooks have the other threads of the sandbox.
 */
export function outcomeOf(parts: TestParts, graph: Graph, subject: TestSubject): Promise<RunOutcome> {
  return inTurn(parts.sandbox, () => outcomeAlone(parts, graph, subject));
}

async function outcomeAlone(parts: TestParts, graph: Graph, subject: TestSubject): Promise<RunOutcome> {
  const { delivery, execution, workflowId } = subject;
  const compiled = compileGraph(graph, null);
  if (compiled.kind === 'unusable') return compiled;
  const body = parseBody(delivery.contentType, delivery.body);
  if (body.kind === 'problem') return { kind: 'unusable', message: body.message };
  const world = new RecordedWorld(execution.answers, graph);
  const { id, workflowName, version, origin, createdAt } = execution;
  const work: ExecutionWork = {
    ...{ id, epoch: 1, workflowId, workflowName, version, graphId: '', graph, delivery, origin, createdAt },
    startedAt: createdAt,
    ...{ untilNode: null, steps: [], recoveries: 0, stalls: 0 },
  };
  const nobody = { onSettled: () => undefined, onIdle: () => undefined };
  const run = new ExecutionRun(isolated(parts), work, world.planOn(compiled.plan), body.value, nobody);
  const timer = setTimeout(() => run.stop('out-of-time'), TIME_LIMIT_MS);
  run.start();
  const [end, response] = await Promise.all([run.finished, run.response]);
  clearTimeout(timer);
  const { unanswered } = world;
  if (end === undefined || end.status === 'cancelled')
    return { kind: 'unusable', message: 'The test was stopped before it ended.' };
  const outcome: CaseOutcome = {
    ...{ status: end.status, error: end.error?.code ?? null, output: plain(end.output) },
    ...{ response: response && answerOf(response), sent: world.sent },
  };
  return { kind: 'outcome', outcome, unanswered, failure: end.error };
}

/** Nothing that a run is given here reaches anything outside of it, but the sandbox. */
const isolated = ({ sandbox }: TestParts): RunParts => ({
  store: {
    writeStep: async () => true,
    parkExecution: async () => true,
    finishExecution: async () => true,
    changeRecord: unreachable,
    getRecord: unreachable,
    queryRecords: unreachable,
    accept: unreachable,
    getRoute: unreachable,
    getExecution: unreachable,
    getExecutionSummary: unreachable,
    getDelivery: unreachable,
  },
  outbound: NO_OUTBOUND,
  sandbox: oneCallAtATime(sandbox),
  vault: { reveal: (name) => `<secret ${name}>` },
  live: {
    wanted: false,
    publish: () => undefined,
    subscribe: () => ({ unsubscribe: () => undefined, complete: true }),
  },
  // The same whatever key the server has, and good for nothing.
  resumeUrlOf: (executionId, nodeId) => `https://millrace.invalid/resume/${executionId}/${nodeId}`,
  wake: () => undefined,
  log: undefined,
  closing: new AbortController().signal,
});

function oneCallAtATime(sandbox: Sandbox): Sandbox {
  const calls = {};
  return { run: (call) => inTurn(calls, () => sandbox.run(call)), close: () => sandbox.close() };
}

/** Every node that would come here is answered by the record instead. */
const unreachable = (): never => {
  throw new Error('A test reached for what is outside of it.');
};

const NO_OUTBOUND: Outbound = { send: unreachable, sendMail: unreachable, close: async () => undefined };

/** As JSON, since that is how it is kept. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

function answerOf({ status, headers, body }: SenderResponse): CaseOutcome['response'] {
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('base64');
  return {
    status,
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    body: jsonOr(text),
  };
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
