import type { Endpoint, EndpointRequest, EndpointResponse } from '@millrace/shared/api';
import { issuesInWords } from '@millrace/shared/issues-in-words';
import type { Request, Response, Router } from 'express';
import type { z } from 'zod';
import { ApiProblem } from './api-problem.ts';
import type { Caller } from './auth/authenticate.ts';
import { callerOf } from './auth/authenticate.ts';

/** Who calls, and the answer for what is not in its body. */
export interface Call {
  readonly caller: Caller;
  readonly response: Response;
}

type Answer<E extends Endpoint> = EndpointResponse<E> | Promise<EndpointResponse<E>>;

/** Mounts an endpoint: its input is validated, its handler gets it typed, and what the handler returns is the answer. */
export function route<const E extends Endpoint>(
  router: Router,
  endpoint: E,
  handler: (request: EndpointRequest<E>, call: Call) => Answer<E>,
): void {
  router[methods[endpoint.method]](endpoint.path, async (req: Request, res: Response) => {
    const answer = await handler(validated(endpoint, req), { caller: callerOf(res), response: res });
    res.set('cache-control', 'no-store');
    if (endpoint.response === undefined) res.status(204).end();
    else res.status(endpoint.status ?? 200).json(answer);
  });
}

const methods = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const;

function validated<E extends Endpoint>(endpoint: E, req: Request): EndpointRequest<E> {
  const params = endpoint.params?.safeParse(req.params);
  if (params?.error && 'id' in req.params) throw new ApiProblem('not-found', 'Nothing is here.');
  const query = endpoint.query?.safeParse(req.query);
  const body = endpoint.body?.safeParse(req.body);
  const errors = [
    ...errorsOf(params?.error, req.params),
    ...errorsOf(query?.error, req.query),
    ...errorsOf(body?.error, req.body),
  ];
  if (errors.length > 0) throw new ApiProblem('invalid-input', 'The request is not valid.', { errors });
  // The schemas have just established it, which the compiler cannot follow through a generic endpoint.
  return { params: params?.data, query: query?.data, body: body?.data } as EndpointRequest<E>;
}

function errorsOf(error: z.ZodError | undefined, value: unknown): { path: string; message: string }[] {
  if (!error) return [];
  return issuesInWords(error, value).map(({ path, message }) => ({ path: readablePath(path), message }));
}

/** `graph.nodes[0].name` */
const readablePath = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
