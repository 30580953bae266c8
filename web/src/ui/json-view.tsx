import { useState } from 'react';
import { JsonTable, tableOf } from './json-table.tsx';
import { JsonText } from './json-text.tsx';
import { JsonTree } from './json-tree.tsx';
import styles from './json-view.module.css';

type JsonLook = 'tree' | 'table' | 'text';

export interface JsonViewProps {
  readonly value: unknown;
  /** What it is, for screen readers: "Input of Total". */
  readonly label: string;
  /** JavaScript that reaches the value, as `input`; with it paths can be copied and dragged. */
  readonly rootPath?: string | undefined;
  /** A path begins to be dragged. Its data has the type `PATH_DATA_TYPE`, and `{{ path }}` as text. */
  readonly onPathDragStart?: ((path: string) => void) | undefined;
  readonly initialLook?: JsonLook | undefined;
  /** Takes the height of its box and scrolls inside; otherwise it is as high as needed, up to a screen. */
  readonly fill?: boolean | undefined;
}

const names: Record<JsonLook, string> = { tree: 'Tree', table: 'Table', text: 'Text' };

/** A JSON value as tree, table or text. */
export function JsonView({
  value,
  label,
  rootPath,
  onPathDragStart,
  initialLook = 'tree',
  fill = false,
}: JsonViewProps) {
  const [look, setLook] = useState(initialLook);
  if (value === undefined) return <p className={styles.nothing}>Nothing here.</p>;
  const table = tableOf(value);
  const shown = look === 'table' && table === null ? 'tree' : look;
  const looks: readonly JsonLook[] = table === null ? ['tree', 'text'] : ['tree', 'table', 'text'];
  return (
    <div className={fill ? styles.fill : styles.view}>
      <fieldset className={styles.looks}>
        <legend className="sr-only">Show {label} as</legend>
        {looks.map((choice) => (
          <button
            key={choice}
            type="button"
            className={styles.look}
            aria-pressed={choice === shown}
            onClick={() => setLook(choice)}
          >
            {names[choice]}
          </button>
        ))}
      </fieldset>
      <div className={styles.content}>
        {shown === 'text' ? <JsonText value={value} /> : null}
        {shown === 'table' && table !== null ? <JsonTable table={table} label={label} fill={fill} /> : null}
        {shown === 'tree' ? (
          <JsonTree value={value} label={label} rootPath={rootPath} onPathDragStart={onPathDragStart} fill={fill} />
        ) : null}
      </div>
    </div>
  );
}
