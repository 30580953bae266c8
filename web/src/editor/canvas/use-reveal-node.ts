import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import { placeOnCanvas, sizeOf } from '../graph/frames.ts';
import { useEditorStore } from '../state/editor-context.ts';

/** How long the canvas moves, in milliseconds. */
const MOVE_MS = 120;
/** Room that is kept around a card, in pixels of the window. */
const MARGIN = 24;

/** Brings a node into sight when it is not, by moving the canvas as little as needed. */
export function useRevealNode(): (nodeId: string) => void {
  const store = useEditorStore();
  const { getViewport, setViewport } = useReactFlow();
  return useCallback(
    (nodeId) => {
      const graph = store.getState().history.present;
      const node = graph.nodes.find(({ id }) => id === nodeId);
      const canvas = document.querySelector('[data-canvas]')?.getBoundingClientRect();
      if (node === undefined || canvas === undefined) return;
      const { x, y, zoom } = getViewport();
      const place = placeOnCanvas(graph, node);
      const left = place.x * zoom + x;
      const top = place.y * zoom + y;
      const dx = shift(left, sizeOf(graph, node).width * zoom, canvas.width);
      const dy = shift(top, 80 * zoom, canvas.height);
      if (dx !== 0 || dy !== 0) void setViewport({ x: x + dx, y: y + dy, zoom }, { duration: MOVE_MS });
    },
    [store, getViewport, setViewport],
  );
}

/** How far a stretch has to move to lie within a length. */
const shift = (start: number, size: number, length: number): number => {
  if (start < MARGIN) return MARGIN - start;
  const over = start + size + MARGIN - length;
  return over > 0 ? -Math.min(over, start - MARGIN) : 0;
};
