import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import type { PageOf } from '../app/query.ts';

/** More is not counted; the button only says that it is many. */
const MOST_COUNTED = 1_000;

export interface NewItems {
  readonly count: number;
  /** Tells that an item exists that the list may not show. */
  readonly note: (id: string) => void;
  /** Reads the list anew, from its first page. */
  readonly show: () => void;
}

/** Keeps count of what happened since a list was read. An empty list is read again at once: nothing can jump there. */
export function useNewItems(
  queryKey: readonly unknown[],
  items: readonly { readonly id: string }[],
  loaded: boolean,
): NewItems {
  const client = useQueryClient();
  const listName = JSON.stringify(queryKey);
  const [noted, setNoted] = useState<{ readonly list: string; readonly ids: ReadonlySet<string> }>({
    list: listName,
    ids: new Set(),
  });
  const known = new Set(items.map(({ id }) => id));
  const ids = noted.list === listName ? [...noted.ids].filter((id) => !known.has(id)) : [];
  const show = () => {
    setNoted({ list: listName, ids: new Set() });
    // All but the first page is forgotten: reading them all again would take long, and nobody looks at them now.
    client.setQueryData<InfiniteData<PageOf<unknown>>>(queryKey, (old) =>
      old === undefined ? old : { pages: old.pages.slice(0, 1), pageParams: old.pageParams.slice(0, 1) },
    );
    void client.invalidateQueries({ queryKey, exact: true });
  };
  const readAtOnce = loaded && items.length === 0 && ids.length > 0;
  const readAgain = useEffectEvent(show);
  useEffect(() => {
    if (readAtOnce) readAgain();
  }, [readAtOnce]);
  return {
    count: ids.length,
    show,
    note: (id) =>
      setNoted((old) => {
        const same = old.list === listName ? old.ids : new Set<string>();
        if (same.has(id) || same.size >= MOST_COUNTED) return old;
        return { list: listName, ids: new Set(same).add(id) };
      }),
  };
}
