import { useCallback } from 'react';
import { useSearchParams } from 'wouter';

export interface TestsInUrl {
  readonly shown: boolean;
  /** With the id of a case, that one is opened. */
  readonly show: (shown: boolean, caseId?: string) => void;
}

/** Whether the test cases are shown, in the address bar as `?tests=1`, and which as `?case=`. */
export function useTestsInUrl(): TestsInUrl {
  const [search, setSearch] = useSearchParams();
  const show = useCallback(
    (shown: boolean, caseId?: string) =>
      setSearch(
        (old) => {
          const next = new URLSearchParams(old);
          if (shown) next.set('tests', '1');
          else for (const name of ['tests', 'case']) next.delete(name);
          if (caseId !== undefined) next.set('case', caseId);
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
  return { shown: search.has('tests'), show };
}
