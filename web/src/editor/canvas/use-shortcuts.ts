import { useReactFlow } from '@xyflow/react';
import { useEffect, useEffectEvent } from 'react';
import { isTyping } from '../../history/is-typing.ts';
import { toast } from '../../ui/toast.tsx';
import { copyNodes, duplicateNodes, type Pasted, pasteNodes } from '../graph/clipboard-graph.ts';
import { deleteElements } from '../graph/graph-edits.ts';
import { useEditorStore } from '../state/editor-context.ts';
import { fitViewOptions } from './canvas-chrome.tsx';

export interface ShortcutActions {
  readonly test: () => void;
  readonly runTests: () => void;
  readonly focusPalette: () => void;
  readonly showShortcuts: () => void;
}

/** The keys of the editor, and copying through the clipboard. Keys that belong to a text field are left to it. */
export function useShortcuts(actions: ShortcutActions): void {
  const store = useEditorStore();
  const { fitView, screenToFlowPosition } = useReactFlow();

  const show = (pasted: Pasted | null) => {
    if (pasted === null) return;
    store.getState().edit('', () => pasted.graph);
    store.getState().select(pasted.nodeIds);
  };
  const remove = () => {
    const { selectedNodes, selectedEdges, edit, select } = store.getState();
    if (selectedNodes.size + selectedEdges.size === 0) return;
    edit('', (graph) => deleteElements(graph, selectedNodes, selectedEdges));
    select([]);
    const after = store.getState().history.present;
    // Once something else was done, it is for Ctrl Z to go back through it.
    const undo = () => {
      if (store.getState().history.present === after) store.getState().undo();
    };
    if (selectedNodes.size > 0) {
      const title = selectedNodes.size === 1 ? 'Node deleted' : `${selectedNodes.size} nodes deleted`;
      toast({ title, undo });
    }
  };

  const withModifier = (event: KeyboardEvent): boolean => {
    const state = store.getState();
    const { nodes, edges } = state.history.present;
    switch (event.key.toLowerCase()) {
      case 'z':
        event.shiftKey ? state.redo() : state.undo();
        return true;
      case 'y':
        state.redo();
        return true;
      case 'd':
        show(duplicateNodes(state.history.present, state.selectedNodes));
        return true;
      case 'a':
        state.select(
          nodes.map(({ id }) => id),
          edges.map(({ id }) => id),
        );
        return true;
      default:
        return false;
    }
  };
  const alone = (event: KeyboardEvent): boolean => {
    switch (event.key) {
      case 'Delete':
      case 'Backspace':
        remove();
        return true;
      case 'Escape':
        store.getState().select([]);
        return true;
      case 'a':
      case '/':
        actions.focusPalette();
        return true;
      case 'f':
        void fitView({ ...fitViewOptions, duration: 120 });
        return true;
      case '?':
        actions.showShortcuts();
        return true;
      default:
        return false;
    }
  };

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const modifier = event.ctrlKey || event.metaKey;
    if (modifier && event.key === 'Enter') {
      event.preventDefault();
      if (event.shiftKey) actions.runTests();
      else actions.test();
      return;
    }
    if (isTyping(event.target) || event.altKey) return;
    if (modifier ? withModifier(event) : alone(event)) event.preventDefault();
  });
  const onCopy = useEffectEvent((event: ClipboardEvent) => {
    if (isTyping(event.target) || document.getSelection()?.isCollapsed === false) return;
    const { history, selectedNodes } = store.getState();
    const text = copyNodes(history.present, selectedNodes);
    if (text === null) return;
    event.preventDefault();
    event.clipboardData?.setData('text/plain', text);
    if (event.type === 'cut') remove();
  });
  const onPaste = useEffectEvent((event: ClipboardEvent) => {
    if (isTyping(event.target)) return;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const graph = store.getState().history.present;
    const box = document.querySelector('[data-canvas]')?.getBoundingClientRect();
    // Beside the originals in their own workflow; in the middle of what is seen elsewhere.
    const beside = pasteNodes(graph, text, null);
    if (beside === null) return;
    event.preventDefault();
    const known = graph.nodes.some(({ id }) => text.includes(`"${id}"`));
    if (known || box === undefined) show(beside);
    else show(pasteNodes(graph, text, screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 })));
  });

  useEffect(() => {
    const copy = (event: ClipboardEvent) => onCopy(event);
    const paste = (event: ClipboardEvent) => onPaste(event);
    const press = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener('keydown', press);
    document.addEventListener('copy', copy);
    document.addEventListener('cut', copy);
    document.addEventListener('paste', paste);
    return () => {
      window.removeEventListener('keydown', press);
      document.removeEventListener('copy', copy);
      document.removeEventListener('cut', copy);
      document.removeEventListener('paste', paste);
    };
  }, []);
}
