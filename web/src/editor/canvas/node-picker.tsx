import { useEffect, useRef } from 'react';
import { frameOfPlace } from '../graph/place-node.ts';
import { useEditor, useEditorStore, useGraph } from '../state/editor-context.ts';
import { NodeList } from './node-list.tsx';
import styles from './node-picker.module.css';
import { useAddNode } from './use-add-node.ts';
import { useRefusedTypes } from './use-refused-types.ts';

const WIDTH = 264;
const HEIGHT = 360;

/** The list of node types, floating where a node is wanted. */
export function NodePicker() {
  const store = useEditorStore();
  const picker = useEditor((state) => state.picker);
  const addNode = useAddNode();
  const graph = useGraph();
  const isInside = picker !== null && frameOfPlace(graph, picker.place) !== undefined;
  const refused = useRefusedTypes(isInside ? 'in-frame' : 'with-input');
  const box = useRef<HTMLDivElement>(null);
  const opener = useRef<Element | null>(null);

  useEffect(() => {
    if (picker === null) return;
    opener.current = document.activeElement;
    const close = (event: PointerEvent) => {
      if (event.target instanceof Element && box.current?.contains(event.target) === true) return;
      store.getState().closePicker();
    };
    document.addEventListener('pointerdown', close, true);
    return () => document.removeEventListener('pointerdown', close, true);
  }, [picker, store]);

  if (picker === null) return null;
  const close = () => {
    store.getState().closePicker();
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  return (
    <div
      ref={box}
      role="dialog"
      aria-label="Add a node here"
      className={styles.picker}
      style={{
        left: Math.max(8, Math.min(picker.at.x, window.innerWidth - WIDTH - 8)),
        top: Math.max(8, Math.min(picker.at.y, window.innerHeight - HEIGHT - 8)),
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <NodeList
        autoFocus
        refused={refused}
        onPick={(type) => {
          const { place } = picker;
          store.getState().closePicker();
          addNode(type, place);
        }}
      />
    </div>
  );
}
