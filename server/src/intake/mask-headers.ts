import { MASK } from './mask.ts';
import { maskQuery } from './mask-query.ts';

const always = new Set(['authorization', 'proxy-authorization', 'cookie']);
/** What says how a request is to be read, and never who sent it. */
const neutral = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'host',
  'transfer-encoding',
  'user-agent',
]);
const credentialLike = /signature|token|secret|password|api-?key/;

/**
 * Pairs raw headers up and hides the values that prove who sent them: those that the preset names, and any whose name
 * says so. Where a value repeats the URL, as those of proxies do, the parameters that prove the sender are hidden in it.
 * What is hidden here is never stored.
 * @param credentialHeaders in lower case; undefined where it is not known which they are, so that any may be one
 */
export const maskHeaders = (
  rawHeaders: readonly string[],
  credentialHeaders: readonly string[] | undefined,
  credentialParameters: readonly string[] = [],
): (readonly [string, string])[] => {
  const masked: (readonly [string, string])[] = [];
  const mayRepeat = credentialParameters.length > 0;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const lower = name.toLowerCase();
    const hide =
      credentialHeaders === undefined
        ? !neutral.has(lower)
        : always.has(lower) || credentialHeaders.includes(lower) || credentialLike.test(lower);
    const value = rawHeaders[index + 1] ?? '';
    masked.push([
      name,
      hide ? MASK : mayRepeat && value.includes('?') ? maskQuery(value, credentialParameters) : value,
    ]);
  }
  return masked;
};
