import { parseJson } from '@millrace/shared/parse-json';
import express, { Router } from 'express';
import { ApiProblem } from './api-problem.ts';

/** Room for a large graph, beside the body of a made-up request and what escaping adds to it. */
const GRAPH_BYTES = 4 * 1024 * 1024;

/** Reads JSON, and nothing else: a form cannot be sent here from a foreign page. */
export function jsonBody(maxBodyBytes: number): Router {
  const router = Router();
  router.use((req, _res, next) => {
    const hasBody = req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
    if (hasBody && !req.is('application/json')) {
      throw new ApiProblem('unsupported-media-type', 'The body has to be JSON.', {
        detail: 'Send it with the header Content-Type: application/json.',
      });
    }
    next();
  });
  router.use(express.text({ type: 'application/json', limit: GRAPH_BYTES + 2 * maxBodyBytes, inflate: false }));
  router.use((req, _res, next) => {
    if (typeof req.body === 'string') req.body = parsed(req.body);
    next();
  });
  return router;
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  const json = parseJson(text);
  if (json.kind === 'parsed') return json.value;
  throw new ApiProblem('invalid-input', 'The body cannot be read.', {
    status: 400,
    detail: `The body ${json.message}.`,
  });
}
