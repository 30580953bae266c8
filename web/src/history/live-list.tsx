import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowUp } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { Link } from 'wouter';
import { isTyping } from './is-typing.ts';
import styles from './live-list.module.css';

interface LiveListProps<Item> {
  /** What the rows are, for screen readers: "Executions". */
  readonly label: string;
  readonly items: readonly Item[];
  /** The id of the item that is open beside the list. */
  readonly openId: string | null;
  readonly hrefOf: (item: Item) => string;
  readonly renderItem: (item: Item) => ReactNode;
  /** How many new ones wait to be shown. */
  readonly newCount: number;
  readonly onShowNew: () => void;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  readonly onLoadMore: () => void;
  /** Below the last row. */
  readonly footer?: ReactNode;
  /** True while what is shown belongs to other filters than those chosen. */
  readonly old: boolean;
}

const ROW_PX = 58;
/** This many rows before the end, the next page is read. */
const AHEAD = 20;

/** A long list that does not move by itself: new items wait behind a button. j and k move, Enter opens. */
export function LiveList<Item extends { readonly id: string }>(props: LiveListProps<Item>) {
  const {
    label,
    items,
    openId,
    hrefOf,
    renderItem,
    newCount,
    onShowNew,
    hasMore,
    loadingMore,
    onLoadMore,
    footer,
    old,
  } = props;
  const box = useRef<HTMLDivElement>(null);
  const [currentId, setCurrentId] = useState<string | null>(openId);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: 8,
  });
  const shown = virtualizer.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  const showOpen = useEffectEvent(() => {
    const at = items.findIndex(({ id }) => id === openId);
    if (at > 0) virtualizer.scrollToIndex(at, { align: 'auto' });
  });
  // Only once: later the person decides where the list stands.
  useEffect(() => showOpen(), []);
  const loadMore = useEffectEvent(onLoadMore);
  useEffect(() => {
    if (hasMore && !loadingMore && lastShown >= items.length - AHEAD) loadMore();
  }, [hasMore, loadingMore, lastShown, items.length]);

  const move = (by: number) => {
    const at = items.findIndex(({ id }) => id === (currentId ?? openId));
    const next = Math.max(0, Math.min(items.length - 1, at === -1 ? 0 : at + by));
    const item = items[next];
    if (item === undefined) return;
    setCurrentId(item.id);
    virtualizer.scrollToIndex(next);
    // The row may only be there once the list has scrolled to it.
    if (!focusRow(box.current, item.id)) requestAnimationFrame(() => focusRow(box.current, item.id));
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === 'j') move(1);
    else if (event.key === 'k') move(-1);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);

  return (
    <div className={styles.box}>
      {newCount === 0 ? null : (
        <button
          type="button"
          className={styles.fresh}
          onClick={() => {
            onShowNew();
            virtualizer.scrollToIndex(0);
          }}
        >
          <ArrowUp aria-hidden="true" />
          {newCount > 999 ? '999+ new' : `${newCount} new`}
        </button>
      )}
      <div ref={box} className={styles.scroll} data-old={old}>
        <ul aria-label={label} className={styles.list} style={{ height: virtualizer.getTotalSize() }}>
          {shown.map(({ index, start, key }) => {
            const item = items[index];
            if (item === undefined) return null;
            return (
              <li
                key={key}
                aria-setsize={hasMore ? -1 : items.length}
                aria-posinset={index + 1}
                className={styles.place}
                style={{ transform: `translateY(${start}px)` }}
              >
                <Link
                  href={hrefOf(item)}
                  className={styles.row}
                  data-id={item.id}
                  aria-current={item.id === openId ? 'true' : undefined}
                  onFocus={() => setCurrentId(item.id)}
                >
                  {renderItem(item)}
                </Link>
              </li>
            );
          })}
        </ul>
        {loadingMore ? <p className={styles.loading}>Loading older ones …</p> : null}
        {footer}
      </div>
    </div>
  );
}

function focusRow(box: HTMLElement | null, id: string): boolean {
  const row = box?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
  row?.focus();
  return row !== null && row !== undefined;
}
