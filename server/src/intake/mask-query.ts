import { MASK } from './mask-headers.ts';

/**
 * A query as it came, without the question mark, in which the values of these parameters are hidden; all of them where it
 * is not known which prove the sender.
 */
export const maskQuery = (query: string, names: readonly string[] | undefined): string => {
  if (names?.length === 0 || query === '') return query;
  return query
    .split('&')
    .map((pair) => {
      const [name = ''] = [...new URLSearchParams(pair).keys()];
      return pair !== '' && (names === undefined || names.includes(name)) ? `${pair.split('=')[0]}=${MASK}` : pair;
    })
    .join('&');
};
