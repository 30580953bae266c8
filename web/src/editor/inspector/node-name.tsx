import type { GraphNode } from '@millrace/shared/workflow';
import { type KeyboardEvent, useState } from 'react';
import { renameNode } from '../graph/rename-node.ts';
import { useEditorStore, useGraph } from '../state/editor-context.ts';
import styles from './node-name.module.css';

/** The name of a node, editable in place. Expressions that mention it follow. */
export function NodeName({ node }: { readonly node: GraphNode }) {
  const store = useEditorStore();
  const graph = useGraph();
  const [typed, setTyped] = useState<string | null>(null);
  const name = (typed ?? node.name).trim();
  const wrong =
    name === ''
      ? 'A node needs a name.'
      : graph.nodes.some((each) => each.id !== node.id && each.name === name)
        ? `Another node is named “${name}”.`
        : null;
  const commit = () => {
    if (typed !== null && wrong === null) store.getState().edit('', (current) => renameNode(current, node.id, name));
    setTyped(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') event.currentTarget.blur();
    if (event.key === 'Escape') {
      event.stopPropagation();
      setTyped(null);
    }
  };
  return (
    <div className={styles.box}>
      <input
        className={styles.name}
        aria-label="Name of the node"
        aria-invalid={wrong !== null}
        maxLength={120}
        spellCheck={false}
        autoComplete="off"
        value={typed ?? node.name}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onKeyDown={onKeyDown}
      />
      {wrong === null ? null : (
        <p className={styles.wrong} role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}
