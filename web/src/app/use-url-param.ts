import { useCallback } from 'react';
import { useSearchParams } from 'wouter';

interface UrlParamOptions {
  /** Makes a step that *back* undoes; without it the present entry of the browser's history is changed. */
  readonly push?: boolean;
}

/** One parameter of the address bar's query, as state: `const [node, setNode] = useUrlParam('node')`. */
export function useUrlParam(
  name: string,
  { push = false }: UrlParamOptions = {},
): readonly [value: string | null, set: (value: string | null) => void] {
  const [search, setSearch] = useSearchParams();
  const set = useCallback(
    (value: string | null) => {
      setSearch(
        (old) => {
          const next = new URLSearchParams(old);
          if (value === null || value === '') next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: !push },
      );
    },
    [setSearch, name, push],
  );
  return [search.get(name), set];
}
