import type { Endpoint, EndpointResponse } from '@millrace/shared/api';
import { infiniteQueryOptions, keepPreviousData, QueryClient, queryOptions } from '@tanstack/react-query';
import { ApiProblem, type CallArguments, type GivenArguments, type RequestParts, request } from './api.ts';

/**
 * Query keys are `[path, params, query]` of the call, with `'pages'` behind them for lists read page by page. So
 * `[endpoints.listExecutions.path]` stands for every cached list of executions, whatever its filters.
 */
export const keyOf = (endpoint: Endpoint, parts: RequestParts = {}) =>
  [endpoint.path, parts.params ?? null, parts.query ?? null] as const;

/** Options for `useQuery` and friends: `useQuery(apiQuery(endpoints.getWorkflow, { params: { id } }))`. */
export const apiQuery = <E extends Endpoint>(endpoint: E, ...[given]: GivenArguments<E>) =>
  queryOptions({
    queryKey: keyOf(endpoint, given),
    queryFn: async ({ signal }) => (await request(endpoint, given ?? {}, signal)) as EndpointResponse<E>,
  });

export interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

type PageOfEndpoint<E extends Endpoint> = Extract<EndpointResponse<E>, PageOf<unknown>>;

/** Options for `useInfiniteQuery` on a list; the old pages stay on screen while other filters load. */
export const apiPages = <E extends Endpoint>(endpoint: E, given: CallArguments<E>) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(endpoint, given), 'pages'] as const,
    queryFn: async ({ pageParam, signal }) =>
      (await request(
        endpoint,
        { ...given, query: { ...(given.query as object | undefined), cursor: pageParam } },
        signal,
      )) as PageOfEndpoint<E>,
    initialPageParam: null as string | null,
    getNextPageParam: (last: PageOf<unknown>) => last.nextCursor,
    placeholderData: keepPreviousData,
  });

/** A refusal stays a refusal; only what may pass by itself is asked again. */
const mayPass = (error: Error): boolean =>
  !(error instanceof ApiProblem) || error.problem.status === 0 || error.problem.status >= 500;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The event stream says what changed; reading again by the clock would only repeat it.
      staleTime: 30_000,
      gcTime: 300_000,
      retry: (failures, error) => failures < 2 && mayPass(error),
      retryDelay: (failures) => 400 * 2 ** failures,
      refetchOnWindowFocus: false,
    },
  },
});
