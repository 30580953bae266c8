import { MASK } from './mask.ts';

/**
 * A query, or a text that ends in one, in which the values of these parameters are hidden; all of them where it is not
 * known which prove the sender.
 */
export const maskQuery = (text: string, names: readonly string[] | undefined): string =>
  names?.length === 0 || text === ''
    ? text
    : text
        .split('&')
        .map((pair) => (pair === '' ? pair : maskPair(pair, names)))
        .join('&');

/** A question mark begins a query, also where a whole URL comes before it. */
function maskPair(pair: string, names: readonly string[] | undefined): string {
  let start = 0;
  for (const piece of pair.split('?')) {
    const [name = ''] = [...new URLSearchParams(piece).keys()];
    if (names === undefined || names.includes(name)) return `${pair.slice(0, start)}${piece.split('=')[0]}=${MASK}`;
    start += piece.length + 1;
  }
  return pair;
}
