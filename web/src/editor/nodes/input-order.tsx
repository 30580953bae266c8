import { ArrowDown, ArrowUp } from 'lucide-react';
import { IconButton } from '../../ui/icon-button.tsx';
import { inputsOf, moveInput } from '../graph/input-order.ts';
import { FieldFrame } from '../inspector/field-frame.tsx';
import { useEditorStore, useGraph } from '../state/editor-context.ts';
import { useFieldData } from '../state/field-data-context.ts';
import styles from './input-order.module.css';

/** The nodes that lead to this one, in the order in which it reads them, to be changed. */
export function InputOrder() {
  const store = useEditorStore();
  const graph = useGraph();
  const { nodeId } = useFieldData();
  const inputs = inputsOf(graph, nodeId);
  const move = (source: string, by: 1 | -1) =>
    store.getState().edit('', (current) => moveInput(current, nodeId, source, by));
  return (
    <FieldFrame
      title="Order of the lists"
      description={inputs.length < 2 ? 'Connect a second node to this one: there is nothing to merge yet.' : null}
    >
      {() => (
        <ol className={styles.inputs}>
          {inputs.map(({ id, name }, index) => (
            <li key={id} className={styles.input}>
              <span className={styles.name} title={name}>
                {name}
              </span>
              <IconButton size="small" label={`Move ${name} up`} disabled={index === 0} onClick={() => move(id, -1)}>
                <ArrowUp />
              </IconButton>
              <IconButton
                size="small"
                label={`Move ${name} down`}
                disabled={index === inputs.length - 1}
                onClick={() => move(id, 1)}
              >
                <ArrowDown />
              </IconButton>
            </li>
          ))}
        </ol>
      )}
    </FieldFrame>
  );
}
