import { MASK } from './mask-headers.ts';

/** A query as it came, without the question mark, in which the values of these parameters are hidden. */
export const maskQuery = (query: string, names: readonly string[]): string => {
  if (names.length === 0 || query === '') return query;
  return query
    .split('&')
    .map((pair) => {
      const [name = ''] = [...new URLSearchParams(pair).keys()];
      return names.includes(name) ? `${pair.split('=')[0]}=${MASK}` : pair;
    })
    .join('&');
};
