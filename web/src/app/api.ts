import type { Endpoint, EndpointCall, EndpointResponse } from '@millrace/shared/api';
import { type Problem, type ProblemType, problem as problemSchema } from '@millrace/shared/problem';
import { markSignedOut } from './session.ts';

/** What the server refused, or why it could not be asked, as an RFC 9457 problem document. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }

  /** The stable end of `type`; `unreachable` when there was no answer at all. */
  get kind(): ProblemType | 'unreachable' | 'unknown' {
    const end = this.problem.type.split('/').at(-1) ?? '';
    return (end === '' ? 'unknown' : end) as ProblemType;
  }
}

type Call<E extends Endpoint> = EndpointCall<E>;
/** `never` keeps a part away that the endpoint does not take; what may be left out entirely is optional. */
type Optional<Value> = undefined extends Value ? true : Record<never, never> extends Value ? true : false;
type Part<E extends Endpoint, Key extends keyof Call<E>> = [Call<E>[Key]] extends [undefined]
  ? { readonly [K in Key]?: never }
  : Optional<Call<E>[Key]> extends true
    ? { readonly [K in Key]?: Call<E>[Key] }
    : { readonly [K in Key]: Call<E>[Key] };

/** What has to be given to call an endpoint. */
export type CallArguments<E extends Endpoint> = Part<E, 'params'> & Part<E, 'query'> & Part<E, 'body'>;
export type GivenArguments<E extends Endpoint> =
  Record<never, never> extends CallArguments<E> ? [given?: CallArguments<E>] : [given: CallArguments<E>];

/**
 * Calls the server: `await call(endpoints.getWorkflow, { params: { id } })`.
 * The answer is of the same build as this page and is not checked again.
 * @throws {ApiProblem} when the server refuses or cannot be reached.
 */
export const call = async <E extends Endpoint>(
  endpoint: E,
  ...[given]: GivenArguments<E>
): Promise<EndpointResponse<E>> => (await request(endpoint, given ?? {})) as EndpointResponse<E>;

export interface RequestParts {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

/** The untyped core of `call`. @throws {ApiProblem} @throws {DOMException} `AbortError` when the signal fires. */
export async function request(endpoint: Endpoint, parts: RequestParts, signal?: AbortSignal): Promise<unknown> {
  const init: RequestInit = { method: endpoint.method, credentials: 'same-origin', signal: signal ?? null };
  if (endpoint.body !== undefined) {
    init.headers = { 'content-type': 'application/json' };
    init.body = JSON.stringify(parts.body ?? {});
  }
  const response = await reach(pathOf(endpoint, parts), init);
  if (response.ok) return response.status === 204 ? undefined : await response.json();
  const refused = await problemOf(response);
  if (response.status === 401) markSignedOut();
  throw new ApiProblem(refused);
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiProblem({
      type: '/problems/unreachable',
      title: 'The server does not answer',
      status: 0,
      detail: 'The server does not answer. See whether it still runs, then try again.',
    });
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const parsed = problemSchema.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  return {
    type: 'about:blank',
    title: `The server answered ${response.status}`,
    status: response.status,
    detail: `The server answered ${response.status} ${response.statusText} and gave no reason. Its log says more.`,
  };
}

/** The path and query of a call: `/api/executions?status=failed&status=cancelled`. */
export function pathOf(endpoint: Endpoint, { params, query }: RequestParts): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String((params as Record<string, unknown> | undefined)?.[name])),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one));
    }
  }
  return search.size === 0 ? path : `${path}?${search}`;
}
