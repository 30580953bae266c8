import { type HttpRequestConfig, httpRequest } from '@millrace/shared/nodes/http-request';
import { type Header, OutboundError, type OutboundRequest, type OutboundResponse } from '../outbound/outbound.ts';
import { implement, type NodeContext, StepFailure } from './implement.ts';
import { firstPage, itemsOf, nextPage } from './next-page.ts';
import { readResponse } from './read-response.ts';
import { requestAuthOf } from './request-auth.ts';
import { requestBodyOf } from './request-body.ts';
import { parseRetryAfter } from './retry-after.ts';

/** Statuses that say "later" rather than "no"; the rest of 4xx stays as it is however often it is asked. */
const RETRYABLE_STATUSES = new Set([408, 425, 429]);
/** Headers that say what a message is rather than who sends it. */
const DESCRIPTIVE = new Set(['accept', 'accept-language', 'content-type', 'content-language', 'user-agent']);
/** What of a refused answer's body is shown with the failure, in characters. */
const EXCERPT_LENGTH = 1_000;
/** What of a path is, in characters. */
const PATH_LENGTH = 120;

/** Calls another system; its output is `{ status, headers, body }`, with `pages` and `hasMore` where it has pages. */
export const httpRequestNode = implement(httpRequest, async (context, config) => {
  const request = requestOf(context, config);
  const { pagination } = config;
  if (pagination.kind === 'none') {
    return { kind: 'output', port: 'out', value: (await answerTo(context, config, request)).value };
  }
  return { kind: 'output', port: 'out', value: await allPages({ context, config, pagination, request }) };
});

interface PagedCall {
  readonly context: NodeContext;
  readonly config: HttpRequestConfig;
  readonly pagination: Exclude<HttpRequestConfig['pagination'], { kind: 'none' }>;
  readonly request: OutboundRequest;
}

/** Page after page, as one list. The limits of a request hold for all of them together. */
async function allPages({ context, config, pagination, request }: PagedCall) {
  const items: unknown[] = [];
  const asked = new Set<string>();
  let bytes = config.maxResponseBytes;
  let url = firstPage(pagination, request.url);
  for (let page = 1; ; page++) {
    asked.add(url);
    const { response, value } = await answerTo(context, config, {
      ...request,
      ...{ url, timeoutMs: context.timeoutMs, maxResponseBytes: bytes },
      // Another page is another request: a receiver that knows keys would answer it with the first one.
      ...(page > 1 && { headers: numbered(request.headers, context.idempotencyKey, page) }),
    });
    bytes -= response.body.length;
    const list = itemsOf(pagination, value.body);
    if (!list)
      throw unpaged(
        context,
        request,
        response,
        `there is no list ${pagination.items === '' ? 'in it' : `at "${pagination.items}"`}.`,
      );
    items.push(...list);
    const next = nextPage(pagination, url, { url: response.url, headers: value.headers, body: value.body }, page);
    if (next.kind === 'problem') throw unpaged(context, request, response, next.message);
    const hasMore = next.kind === 'next';
    if (hasMore && asked.has(next.url))
      throw unpaged(context, request, response, 'its next page is one that was there before.');
    if (!hasMore || page >= pagination.maxPages) {
      if (hasMore) context.log({ level: 'warn', text: `There are more than ${page} pages; the rest was left out.` });
      return { ...value, body: items, pages: page, hasMore };
    }
    url = next.url;
  }
}

const numbered = (headers: readonly Header[], key: string, page: number): Header[] =>
  headers.map(([name, value]) => [name, value === key ? `${value}-${page}` : value]);

const unpaged = (
  context: NodeContext,
  request: OutboundRequest,
  response: OutboundResponse,
  why: string,
): StepFailure => unreadable(context, request, response, `${why} Look at *Pages* in "${context.nodeName}".`);

async function answerTo(context: NodeContext, config: HttpRequestConfig, request: OutboundRequest) {
  const response = await send(context, request);
  if (countsAsFailure(config, response.status)) throw refused(context, request, response);
  const body = readResponse(config.response, response);
  if (body.kind === 'problem') throw unreadable(context, request, response, body.message);
  return { response, value: { status: response.status, headers: headersOf(response), body: body.value } };
}

function requestOf(context: NodeContext, config: HttpRequestConfig): OutboundRequest {
  const auth = requestAuthOf(context, config.auth);
  const body = requestBodyOf(context, config.body);
  const headers: Header[] = config.headers.map(({ name, value }) => [name, value] as const);
  const has = (name: string) => headers.some(([given]) => given.toLowerCase() === name);
  headers.push(...body.headers.filter(([name]) => !has(name)));
  if (config.idempotencyKey && !has('idempotency-key')) headers.push(['idempotency-key', context.idempotencyKey]);
  if (!has('user-agent')) headers.push(['user-agent', 'Millrace']);
  headers.push(...auth.headers);
  return {
    method: config.method,
    url: urlOf(config.url, [...config.query.map(({ name, value }) => [name, value] as const), ...auth.query]),
    headers,
    ...(body.bytes !== undefined && { body: body.bytes }),
    timeoutMs: context.timeoutMs,
    maxResponseBytes: config.maxResponseBytes,
    redirects: { follow: config.redirects > 0, max: config.redirects },
    signal: context.signal,
    // Whoever wrote a header here meant it for this address, whatever its name.
    sensitiveHeaders: [...config.headers.map(({ name }) => name), ...auth.headers.map(([name]) => name)].filter(
      (name) => !DESCRIPTIVE.has(name.toLowerCase()),
    ),
  };
}

function urlOf(text: string, query: readonly (readonly [string, string])[]): string {
  const url = URL.parse(text.trim());
  // The client says what is wrong with a URL; here it is only added to.
  if (!url || query.length === 0) return text.trim();
  for (const [name, value] of query) url.searchParams.append(name, value);
  return url.href;
}

async function send(context: NodeContext, request: OutboundRequest): Promise<OutboundResponse> {
  try {
    return await context.outbound.send(request);
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    const retryable = ['dns', 'connect', 'timeout', 'reset', 'bad-response'].includes(error.code);
    const { method, url } = request;
    // Of what is no URL the message says it all.
    const tried = URL.canParse(url) ? ` The request was ${method} ${hostOf(url)}${pathOf(context, url)}.` : '';
    const message = `${error.message}${tried}`;
    throw new StepFailure({ code: `http-${error.code}`, message }, { retryable });
  }
}

function countsAsFailure({ failOn }: HttpRequestConfig, status: number): boolean {
  return failOn.some((pattern) => pattern === String(status) || pattern === `${Math.floor(status / 100)}xx`);
}

function refused(context: NodeContext, request: OutboundRequest, response: OutboundResponse): StepFailure {
  const { status, statusText, headers } = response;
  const retryable = RETRYABLE_STATUSES.has(status) || status >= 500;
  const asked = headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
  const next = retryable
    ? 'Try again later, or let the node retry.'
    : 'Check what the node sends, or take the status off those that count as failure.';
  return new StepFailure(
    {
      code: `http-${status}`,
      message: `${hostOf(response.url)} answered ${status}${statusText === '' ? '' : ` ${statusText}`} to ${request.method} ${pathOf(context, response.url)}. ${next}`,
      details: { status, body: excerptOf(context, response) },
    },
    { retryable, retryNotBefore: asked === undefined ? undefined : parseRetryAfter(asked, Date.now()) },
  );
}

const unreadable = (
  context: NodeContext,
  request: OutboundRequest,
  response: OutboundResponse,
  why: string,
): StepFailure =>
  new StepFailure(
    {
      code: 'http-unreadable',
      message: `${hostOf(response.url)} answered ${response.status} to ${request.method} ${pathOf(context, response.url)}, but ${why}`,
      details: { status: response.status, body: excerptOf(context, response) },
    },
    { retryable: false },
  );

/** Redacted before it is cut, so that no part of a secret is left at its end. */
function excerptOf(context: NodeContext, { body }: OutboundResponse): string {
  return context.redact(Buffer.from(body).toString('utf8')).slice(0, EXCERPT_LENGTH);
}

const hostOf = (url: string): string => new URL(url).host;

/** Of a URL, without its query. Redacted before it is cut, so that no part of a secret is left at its end. */
function pathOf(context: NodeContext, url: string): string {
  const path = context.redact(new URL(url).pathname);
  return path.length > PATH_LENGTH ? `${path.slice(0, PATH_LENGTH)}…` : path;
}

/** Names in lower case; a repeated header is joined by `, `, and Set-Cookie, which must not be, is a list. */
function headersOf({ headers }: OutboundResponse): Record<string, string | string[]> {
  const joined = new Map<string, string>();
  const cookies: string[] = [];
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    const before = joined.get(lower);
    if (lower === 'set-cookie') cookies.push(value);
    else joined.set(lower, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries<string | string[]>(cookies.length > 0 ? [...joined, ['set-cookie', cookies]] : joined);
}
