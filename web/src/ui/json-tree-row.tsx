import { ChevronRight } from 'lucide-react';
import { CopyButton } from './copy-button.tsx';
import type { JsonRow } from './flatten-json.ts';
import styles from './json-tree.module.css';
import { startPathDrag } from './path-drag.ts';
import { previewJson } from './preview-json.ts';

interface JsonTreeRowProps {
  readonly id: string;
  readonly row: JsonRow;
  readonly topPx: number;
  readonly current: boolean;
  /** Its path means something to the person: it can be copied and dragged. */
  readonly withPath: boolean;
  readonly onToggle: () => void;
  readonly onPathDragStart?: ((path: string) => void) | undefined;
}

/** Longest text that is put into the document for one line. */
const MAX_CHARACTERS = 300;
const INDENT_PX = 16;

export function JsonTreeRow({ id, row, topPx, current, withPath, onToggle, onPathDragStart }: JsonTreeRowProps) {
  const name = row.key ?? (withPath ? row.path : null);
  const text = previewJson(row.value, MAX_CHARACTERS);
  return (
    <div
      id={id}
      role="treeitem"
      // The tree itself holds the focus and names the current line.
      tabIndex={-1}
      aria-level={row.depth + 1}
      aria-selected={current}
      aria-expanded={row.size > 0 ? row.open : undefined}
      className={styles.row}
      data-current={current}
      style={{ transform: `translateY(${topPx}px)`, paddingLeft: row.depth * INDENT_PX }}
      draggable={withPath}
      onDragStart={(event) => {
        startPathDrag(event, row.path);
        onPathDragStart?.(row.path);
      }}
      onClick={onToggle}
      onKeyDown={undefined}
    >
      <span className={styles.arrow} data-open={row.open}>
        {row.size > 0 ? <ChevronRight aria-hidden="true" /> : null}
      </span>
      {name === null ? null : (
        <span className={styles.key} title={withPath ? row.path : name}>
          {name}
        </span>
      )}
      <span
        className={styles.value}
        data-kind={row.kind}
        title={row.kind === 'string' ? String(row.value).slice(0, 2_000) : undefined}
      >
        {row.open ? <span className={styles.count}>{row.kind === 'array' ? `${row.size} items` : ''}</span> : text}
      </span>
      <span className={styles.tools}>
        {withPath ? <CopyButton text={row.path} label="Copy path" /> : null}
        <CopyButton text={copyable(row.value)} label="Copy value" />
      </span>
    </div>
  );
}

const copyable = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '');
