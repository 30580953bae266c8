import type { Endpoint, EndpointCall, EndpointResponse } from '@millrace/shared/api';

type Defined<Call> = { [Key in keyof Call as Call[Key] extends undefined ? never : Key]?: Call[Key] };

/** Calls the API of a running server with its bearer token. Rejects with status and problem document on anything but a success. */
export type ApiClient = <E extends Endpoint>(
  endpoint: E,
  call?: Defined<EndpointCall<E>>,
) => Promise<EndpointResponse<E>>;

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly problem: unknown;

  constructor(status: number, problem: unknown) {
    super(`${status}: ${JSON.stringify(problem)}`);
    this.status = status;
    this.problem = problem;
  }
}

export const apiClient =
  (url: string, token: string): ApiClient =>
  async (endpoint, call = {}) => {
    const { params, query, body } = call as {
      params?: Record<string, unknown>;
      query?: Record<string, unknown>;
      body?: unknown;
    };
    const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params?.[name])));
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query ?? {})) {
      for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) search.append(name, String(one));
    }
    const response = await fetch(`${url}${path}?${search}`, {
      method: endpoint.method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer: unknown = text === '' ? undefined : JSON.parse(text);
    if (!response.ok) throw new ApiError(response.status, answer);
    return answer as EndpointResponse<typeof endpoint>;
  };
