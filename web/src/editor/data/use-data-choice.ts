import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import type { DataChoice } from './use-chosen-data.ts';

/** The chosen data, in the address bar as `?execution=` or `?delivery=`. */
export function useDataChoice(): readonly [DataChoice, (choice: DataChoice) => void] {
  const [search, setSearch] = useSearchParams();
  const execution = search.get('execution');
  const delivery = search.get('delivery');
  const choice = useMemo((): DataChoice => {
    if (execution !== null) return { kind: 'execution', id: execution };
    return delivery === null ? { kind: 'newest' } : { kind: 'delivery', id: delivery };
  }, [execution, delivery]);
  const choose = useCallback(
    (next: DataChoice) =>
      setSearch((old) => {
        const params = new URLSearchParams(old);
        params.delete('execution');
        params.delete('delivery');
        params.delete('round');
        if (next.kind !== 'newest') params.set(next.kind, next.id);
        return params;
      }),
    [setSearch],
  );
  return [choice, choose];
}
