import { OutboundError } from './outbound.ts';

/**
 * Parses a URL that a request may go to. Names and passwords inside the URL are refused, not turned into a header:
 * URLs are kept in the history and in logs, where a password must not be.
 * @param base the URL of the page that redirected here, for a relative `text`
 * @throws OutboundError `invalid-url`; the sentence never repeats the URL, which may hold secrets
 */
export function parseRequestUrl(text: string, base?: URL): URL {
  const who = base ? `${base.host} redirected to an address that` : 'The URL';
  let url: URL;
  try {
    url = new URL(text, base);
  } catch (cause) {
    throw invalid(`${who} is not valid. It must look like https://example.com/path.`, cause);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw invalid(`${who} starts with ${url.protocol} but only http: and https: can be requested.`);
  }
  if (url.username !== '' || url.password !== '') {
    const advice = base ? '' : ' Put them into the authentication of the request instead.';
    throw invalid(`${who} contains a user name or password.${advice}`);
  }
  return url;
}

/** The port a URL leads to, also when it is not written out. */
export function portOf(url: URL): number {
  return url.port !== '' ? Number(url.port) : url.protocol === 'https:' ? 443 : 80;
}

const invalid = (sentence: string, cause?: unknown) => new OutboundError('invalid-url', sentence, { cause });
