import type { ErrorRequestHandler } from 'express';
import type { Log } from '../log.ts';
import { InvalidCursor } from '../store/page.ts';
import { ReferenceMissing, StoreUnavailable } from '../store/store.ts';
import { ApiProblem } from './api-problem.ts';

/** Answers every failure of a route with an RFC 9457 problem document, and tells nothing of the inside. */
export const answerProblem =
  (log: Log): ErrorRequestHandler =>
  (error, req, res, next) => {
    const known = problemOf(error);
    if (known === undefined) log.error({ err: error, method: req.method, path: req.path }, 'A request failed.');
    if (res.headersSent) return next(error);
    const { problem, headers } =
      known ?? new ApiProblem('internal', 'Something went wrong here.', { detail: 'The log of the server says what.' });
    res.status(problem.status).set(headers).type('application/problem+json').send(JSON.stringify(problem));
  };

function problemOf(error: unknown): ApiProblem | undefined {
  if (error instanceof ApiProblem) return error;
  if (error instanceof StoreUnavailable) {
    return new ApiProblem('unavailable', 'The database cannot be used at the moment.', {
      detail: 'Nothing was changed. Check that its disk is not full and try again.',
      headers: { 'retry-after': '5' },
    });
  }
  if (error instanceof ReferenceMissing) {
    return new ApiProblem('not-found', 'What this needs is not there any more.', {
      detail: 'Its workflow or delivery was deleted in the meantime.',
    });
  }
  if (error instanceof InvalidCursor) {
    const message = 'Use the nextCursor of the page before, as it came.';
    return new ApiProblem('invalid-input', 'The cursor is not one of this list.', {
      errors: [{ path: 'cursor', message }],
    });
  }
  if (error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500) {
    return ofExpress(error.status);
  }
  return undefined;
}

/** What Express and its body parser refuse. */
function ofExpress(status: number): ApiProblem {
  if (status === 413)
    return new ApiProblem('too-large', 'The body is too large.', { headers: { connection: 'close' } });
  if (status === 415) return new ApiProblem('unsupported-media-type', 'The body has to be JSON in UTF-8.');
  return new ApiProblem('invalid-input', 'The request cannot be read.', { status });
}
