import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import { CARD_WIDTH } from '../graph/grid.ts';
import { type Place, placeNode } from '../graph/place-node.ts';
import { useEditorStore } from '../state/editor-context.ts';
import { onlySelected } from '../state/selection-slice.ts';

/** Adds a node of a type at a place and selects it. Without a place it goes where it belongs next. */
export function useAddNode(): (type: string, place?: Place) => void {
  const store = useEditorStore();
  const { screenToFlowPosition } = useReactFlow();
  return useCallback(
    (type, place) => {
      const canvas = document.querySelector('[data-canvas]')?.getBoundingClientRect();
      const middle = {
        x: (canvas?.x ?? 0) + (canvas?.width ?? 0) / 2,
        y: (canvas?.y ?? 0) + (canvas?.height ?? 0) / 2,
      };
      const point = screenToFlowPosition(middle);
      const { history, edit, select } = store.getState();
      const placed = placeNode(
        history.present,
        type,
        place ?? {
          kind: 'next',
          selected: onlySelected(store.getState()),
          position: { x: point.x - CARD_WIDTH / 2, y: point.y - 28 },
        },
      );
      edit('', () => placed.graph);
      select([placed.nodeId]);
    },
    [store, screenToFlowPosition],
  );
}
