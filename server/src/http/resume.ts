import { isFinal } from '@millrace/shared/execution';
import express, { type Request, type RequestHandler, Router } from 'express';
import { parseBody } from '../body/parse-body.ts';
import type { Engine } from '../engine/engine.ts';
import type { ResumeTokens } from '../secrets/resume-tokens.ts';
import type { ExecutionRecord } from '../store/history-store.ts';
import type { ResumeOutcome, Store } from '../store/store.ts';
import { ApiProblem } from './api-problem.ts';
import { noticePage } from './notice-page.ts';

interface ResumeParts {
  readonly engine: Pick<Engine, 'resume'>;
  readonly store: Pick<Store, 'getExecution'>;
  readonly resumeTokens: Pick<ResumeTokens, 'fits'>;
  readonly config: { readonly maxBodyBytes: number };
}

const PATH = '/resume/:executionId/:nodeId/:token';

/** Where whoever was asked answers a node that waits. Answers 200 only once the answer is committed. */
export function resume({ engine, store, resumeTokens, config }: ResumeParts): Router {
  const router = Router();
  const known: RequestHandler<Record<'executionId' | 'nodeId' | 'token', string>> = ({ params }, _res, next) => {
    if (!resumeTokens.fits(params.token, params.executionId, params.nodeId)) throw outcomes.missing();
    next();
  };
  const body = express.raw({ type: () => true, limit: config.maxBodyBytes });

  router.get(PATH, known, async (req, res) => {
    const { executionId = '', nodeId = '' } = req.params;
    const closed = closedBecause(await store.getExecution(String(executionId)), String(nodeId));
    if (closed !== undefined) {
      const { title, status, detail } = outcomes[closed]().problem;
      res
        .status(status)
        .type('html')
        .send(noticePage(title, [detail ?? '']));
      return;
    }
    // Programs that check mail for its reader open every link in it: to look is not to answer.
    const lines = ['A workflow waits for this answer. It can be given once.', ...answerInWords(req.originalUrl)];
    res.type('html').send(noticePage('Send the answer?', lines, { label: 'Send the answer', url: req.originalUrl }));
  });

  for (const method of ['post', 'put'] as const) {
    router[method](PATH, known, body, async (req, res) => {
      const { executionId = '', nodeId = '' } = req.params;
      const output = JSON.stringify(answerIn(req));
      const outcome = await engine.resume({ executionId: String(executionId), stepKey: String(nodeId), output });
      const problem = outcome === 'resumed' || outcome === 'repeated' ? undefined : outcomes[outcome]();
      // A browser that sent the form shows a page; a program reads JSON.
      if (req.accepts(['json', 'html']) === 'html') {
        const { title, status, detail } = problem?.problem ?? SENT;
        res
          .status(status)
          .type('html')
          .send(noticePage(title, [detail ?? '']));
      } else if (problem) throw problem;
      else res.json({ executionId, status: outcome });
    });
  }
  return router;
}

const SENT = { title: 'The answer was sent', status: 200, detail: 'The workflow goes on. This page can be closed.' };

const outcomes: Record<Exclude<ResumeOutcome, 'resumed' | 'repeated'>, () => ApiProblem> = {
  missing: () => new ApiProblem('not-found', 'Nothing waits at this URL.'),
  used: () =>
    new ApiProblem('conflict', 'This was answered before.', { detail: 'The first answer counts; it was another one.' }),
  over: () =>
    new ApiProblem('conflict', 'Nothing waits here any more.', {
      status: 410,
      detail: 'The wait ran out of time, or the execution has ended.',
    }),
};

/** Why nobody is asked any more, as far as the history tells. An answer that came early shows only when another one is sent. */
function closedBecause(record: ExecutionRecord | undefined, nodeId: string): keyof typeof outcomes | undefined {
  if (record === undefined) return 'missing';
  const step = record.steps.find((each) => each.nodeId === nodeId);
  if (step?.status === 'succeeded') return step.ports.includes('out') ? 'used' : 'over';
  return isFinal(record.status) ? 'over' : undefined;
}

/** What a link answers, line by line: somebody with two of them has to see which one was opened. */
function answerInWords(url: string): readonly string[] {
  const { searchParams } = new URL(url, 'http://localhost');
  // A name or a value with a backquote would end the code that a page shows it as.
  return [...searchParams].map((parts) => `\`${parts.join(': ').replaceAll('`', "'")}\``);
}

/** The body as its type says; where there is none, the query. */
function answerIn(req: Request): unknown {
  const bytes: unknown = req.body;
  if (!(bytes instanceof Uint8Array) || bytes.length === 0) return req.query;
  const parsed = parseBody(req.headers['content-type'] ?? null, bytes);
  if (parsed.kind === 'parsed') return parsed.value;
  throw new ApiProblem('invalid-input', 'The body cannot be read.', { status: 400, detail: parsed.message });
}
