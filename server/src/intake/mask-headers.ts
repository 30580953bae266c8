/** What stands in the history in place of a credential. */
export const MASK = '••••';

const always = new Set(['authorization', 'proxy-authorization', 'cookie']);
const credentialLike = /signature|token|secret|password|api-?key/;

/**
 * Pairs raw headers up and hides the values that prove who sent them: those that the preset names, and any whose name
 * says so. What is hidden here is never stored.
 */
export const maskHeaders = (
  rawHeaders: readonly string[],
  credentialHeaders: readonly string[],
): (readonly [string, string])[] => {
  const masked: (readonly [string, string])[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const lower = name.toLowerCase();
    const hide = always.has(lower) || credentialHeaders.includes(lower) || credentialLike.test(lower);
    masked.push([name, hide ? MASK : (rawHeaders[index + 1] ?? '')]);
  }
  return masked;
};
