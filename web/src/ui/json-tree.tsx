import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import { flattenJson, type JsonRow } from './flatten-json.ts';
import styles from './json-tree.module.css';
import { JsonTreeRow } from './json-tree-row.tsx';

interface JsonTreeProps {
  readonly value: unknown;
  readonly label: string;
  readonly rootPath?: string | undefined;
  readonly onPathDragStart?: ((path: string) => void) | undefined;
  readonly fill: boolean;
}

const ROW_PX = 24;
/** Deeper or longer things start closed. */
const OPEN_DEPTH = 3;
const OPEN_SIZE = 50;

/** A JSON value as a tree that is walked by arrow keys. Only the lines in sight are in the document. */
export function JsonTree({ value, label, rootPath, onPathDragStart, fill }: JsonTreeProps) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [current, setCurrent] = useState(0);
  const rows = useMemo(() => {
    const all = flattenJson(
      value,
      rootPath ?? '',
      (path, depth, size) => toggled.get(path) ?? (depth === 0 || (depth < OPEN_DEPTH && size <= OPEN_SIZE)),
    );
    // Without a name of its own the root would be an empty line.
    return rootPath === undefined && all.length > 1
      ? all.slice(1).map((row) => ({ ...row, depth: row.depth - 1 }))
      : all;
  }, [value, rootPath, toggled]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    initialRect: { width: 400, height: 480 },
  });
  const setOpen = (row: JsonRow, open: boolean) => {
    if (row.size > 0) setToggled((old) => new Map(old).set(row.path, open));
  };
  const goTo = (index: number) => {
    const next = Math.max(0, Math.min(index, rows.length - 1));
    setCurrent(next);
    virtualizer.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[current];
    if (row === undefined) return;
    if (event.key === 'ArrowDown') goTo(current + 1);
    else if (event.key === 'ArrowUp') goTo(current - 1);
    else if (event.key === 'Home') goTo(0);
    else if (event.key === 'End') goTo(rows.length - 1);
    else if (event.key === 'ArrowRight') row.open ? goTo(current + 1) : setOpen(row, true);
    else if (event.key === 'ArrowLeft') row.open ? setOpen(row, false) : goTo(parentOf(rows, current));
    else if (event.key === 'Enter' || event.key === ' ') setOpen(row, !row.open);
    else return;
    event.preventDefault();
  };
  const shown = virtualizer.getVirtualItems();
  const inSight = shown.some(({ index }) => index === current);
  return (
    <div
      ref={box}
      role="tree"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={inSight ? `${id}-${current}` : undefined}
      className={classNames(styles.tree, fill && styles.fill)}
      onKeyDown={onKeyDown}
    >
      <div className={styles.sizer} role="presentation" style={{ height: virtualizer.getTotalSize() }}>
        {shown.map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <JsonTreeRow
              key={row.path}
              id={`${id}-${index}`}
              row={row}
              topPx={start}
              current={index === current}
              withPath={rootPath !== undefined}
              onToggle={() => {
                setCurrent(index);
                setOpen(row, !row.open);
              }}
              onPathDragStart={onPathDragStart}
            />
          );
        })}
      </div>
    </div>
  );
}

function parentOf(rows: readonly JsonRow[], index: number): number {
  const depth = rows[index]?.depth ?? 0;
  const parent = rows.findLastIndex((row, at) => at < index && row.depth < depth);
  return Math.max(parent, 0);
}
