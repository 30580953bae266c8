import { type Header, OutboundError } from './outbound.ts';
import { parseRequestUrl } from './request-url.ts';

/** One request of a chain of redirects. */
export interface Hop {
  readonly method: string;
  readonly url: URL;
  readonly headers: readonly Header[];
  readonly body: Uint8Array | undefined;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const ABOUT_THE_BODY = /^content-/i;
const CREDENTIALS: readonly string[] = ['authorization', 'cookie', 'cookie2', 'proxy-authorization'];

/**
 * The request that a response redirects to, rewritten as browsers do: 303 becomes GET, so does POST after 301 and 302;
 * credentials and `sensitiveHeaders` stay with the origin they were meant for. `undefined` when it is no redirect.
 * @throws OutboundError `invalid-url` for a target that must not be followed, as from https down to http
 */
export function nextHop(
  hop: Hop,
  response: { readonly status: number; readonly headers: readonly Header[] },
  sensitiveHeaders: readonly string[],
): Hop | undefined {
  if (!REDIRECTS.has(response.status)) return undefined;
  const location = response.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
  if (location === undefined) return undefined;

  // Header bytes are read one per character; a URL in them is UTF-8 when it is not plain ASCII.
  const url = parseRequestUrl(Buffer.from(location, 'latin1').toString('utf8'), hop.url);
  if (hop.url.protocol === 'https:' && url.protocol === 'http:') {
    throw new OutboundError(
      'invalid-url',
      `${hop.url.host} redirected from https to http (${url.host}), where anyone on the way could read the request. It was not followed.`,
    );
  }

  const becomesGet =
    (response.status === 303 && hop.method !== 'GET' && hop.method !== 'HEAD') ||
    ((response.status === 301 || response.status === 302) && hop.method === 'POST');
  const dropped = new Set(
    url.origin === hop.url.origin ? [] : [...CREDENTIALS, ...sensitiveHeaders.map((name) => name.toLowerCase())],
  );
  return {
    method: becomesGet ? 'GET' : hop.method,
    url,
    headers: hop.headers.filter(
      ([name]) => !dropped.has(name.toLowerCase()) && !(becomesGet && ABOUT_THE_BODY.test(name)),
    ),
    body: becomesGet ? undefined : hop.body,
  };
}
