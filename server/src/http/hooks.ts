import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Engine, ExecutionEnd, RunningExecution } from '../engine/engine.ts';
import type { Intake, IntakeOutcome } from '../intake/intake.ts';
import type { Log } from '../log.ts';
import type { ConnectionLimit } from './connection-limit.ts';
import { answerHandshake, answerJson, answerRefusal, answerSender, closeAfterRefusal } from './hook-answer.ts';
import { incomingRequest, type RequestContext } from './incoming-request.ts';
import type { RefusalPace } from './refusal-pace.ts';

export interface HookParts extends RequestContext {
  readonly intake: Intake;
  readonly engine: Pick<Engine, 'wake'>;
  readonly log: Log;
  readonly connections: Pick<ConnectionLimit, 'distrust' | 'trust'>;
  readonly pace: Pick<RefusalPace, 'hold'>;
  /** Told how each request was answered. */
  readonly observe: (outcome: string, startedAt: number) => void;
}

/** Tells a sender that it is answered like its first request was, without anything being run. */
const DUPLICATE_HEADER = ['x-millrace-duplicate', 'true'];

/** Receives webhooks. Answers 2xx only after the delivery is committed. */
export const hooks =
  ({ intake, engine, log, connections, pace, observe, ...context }: HookParts) =>
  async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const startedAt = performance.now();
    try {
      const outcome = await intake.receive(incomingRequest(req, context));
      if (outcome.browserHeaders !== undefined) {
        for (const [name, value] of Object.entries(outcome.browserHeaders)) res.setHeader(name, value);
      }
      if (outcome.kind === 'refused' || outcome.kind === 'unknown-slug') {
        connections.distrust(req.socket, 'refused');
        await pace.hold(res);
      }
      if (outcome.kind === 'accepted' && outcome.isProven) connections.trust(req.socket);
      if (outcome.kind === 'accepted') await answerAccepted(engine, outcome, res);
      else answerUnrun(outcome, req, res);
      observe(outcome.kind === 'refused' ? outcome.outcome : outcome.kind, startedAt);
    } catch (error) {
      log.error({ err: error }, 'A webhook could not be answered.');
      observe('failed', startedAt);
      if (res.headersSent) res.destroy();
      else answerRefusal(res, 500);
    }
  };

type Accepted = Extract<IntakeOutcome, { kind: 'accepted' }>;

async function answerAccepted(
  engine: HookParts['engine'],
  { deliveryId, executionId, running, respond }: Accepted,
  res: ServerResponse,
): Promise<void> {
  if (respond.mode === 'at-once' || !executionId) {
    answerJson(res, 200, { deliveryId, executionId });
    if (!running && executionId) engine.wake();
    return;
  }
  if (!running) {
    engine.wake();
    return answerJson(res, 200, { status: 'queued', executionId });
  }

  const settled = await settledWithin(running, respond, res);
  switch (settled.kind) {
    case 'gone':
      return;
    case 'responded':
      return answerSender(res, settled.response);
    case 'ended':
      return answerEnd(res, executionId, settled.end);
    case 'running':
      return answerJson(res, 200, { status: 'running', executionId });
  }
}

/** The end of an execution, as its sender may know it: nothing of the inside. */
function answerEnd(res: ServerResponse, executionId: string, { status, output }: ExecutionEnd): void {
  if (status === 'succeeded') answerJson(res, 200, output ?? null);
  else answerJson(res, status === 'filtered' ? 200 : 500, { status, executionId });
}

type Settled =
  | { readonly kind: 'ended'; readonly end: ExecutionEnd }
  | { readonly kind: 'responded'; readonly response: NonNullable<Awaited<RunningExecution['response']>> }
  | { readonly kind: 'running' }
  /** The sender did not wait. */
  | { readonly kind: 'gone' };

function settledWithin(
  running: RunningExecution,
  respond: Exclude<Accepted['respond'], { mode: 'at-once' }>,
  res: ServerResponse,
): Promise<Settled> {
  return new Promise((resolve) => {
    const settle = (settled: Settled): void => {
      clearTimeout(timer);
      res.off('close', leave);
      resolve(settled);
    };
    const leave = (): void => settle({ kind: 'gone' });
    const timer = setTimeout(settle, respond.waitMs, { kind: 'running' });
    res.on('close', leave);
    if (respond.mode === 'by-node') {
      void running.response.then((response) => response && settle({ kind: 'responded', response }));
    }
    // Undefined: it was handed back because the server stops, and goes on elsewhere.
    void running.finished.then(async (end) => {
      const response = respond.mode === 'by-node' ? await running.response : null;
      if (response) settle({ kind: 'responded', response });
      else settle(end ? { kind: 'ended', end } : { kind: 'running' });
    });
  });
}

function answerUnrun(outcome: Exclude<IntakeOutcome, Accepted>, req: IncomingMessage, res: ServerResponse): void {
  switch (outcome.kind) {
    case 'aborted':
      res.destroy();
      return;
    case 'duplicate': {
      const { status, deliveryId, executionId } = outcome;
      answerJson(res, status, { deliveryId, executionId }, DUPLICATE_HEADER);
      return;
    }
    case 'quarantined':
      answerJson(res, 200, { deliveryId: outcome.deliveryId, executionId: null });
      return;
    case 'handshake':
      answerHandshake(res, outcome.answer);
      return;
    case 'probe':
      res.writeHead(outcome.status, outcome.headers).end();
      return;
    case 'unknown-slug':
      answerRefusal(res, 404);
      return;
    case 'unavailable': {
      const headers = { 'retry-after': String(outcome.retryAfterSeconds) };
      if (req.complete) answerRefusal(res, 503, headers);
      else closeAfterRefusal(req, res, 503, headers);
      return;
    }
    case 'refused':
      // The rest of such a body is still under way: the connection cannot carry another request.
      if (outcome.status === 413 || outcome.status === 408) closeAfterRefusal(req, res, outcome.status);
      else answerRefusal(res, outcome.status, outcome.headers);
  }
}
