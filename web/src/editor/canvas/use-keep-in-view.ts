import { useReactFlow, useStore } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import { fitViewOptions } from './canvas-chrome.tsx';

/**
 * Fits the graph into its pane again whenever that changes its size, as when another pane opens beside it.
 * @param until `moved`: somebody moved or zoomed it. `touched`: a key or the pointer was used at all, since what is being
 * edited must not jump.
 * @returns for React Flow's `onMove`
 */
export function useKeepInView(until: 'moved' | 'touched'): (event: MouseEvent | TouchEvent | null) => void {
  const { fitView } = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const isOver = useRef(false);

  useEffect(() => {
    if (until === 'moved') return;
    const over = () => {
      isOver.current = true;
    };
    window.addEventListener('pointerdown', over, true);
    window.addEventListener('keydown', over, true);
    return () => {
      window.removeEventListener('pointerdown', over, true);
      window.removeEventListener('keydown', over, true);
    };
  }, [until]);

  useEffect(() => {
    if (!isOver.current && width > 0 && height > 0) void fitView(fitViewOptions);
  }, [fitView, width, height]);

  // Without an event it was moved by code, as by this very hook.
  return useCallback((event) => {
    if (event !== null) isOver.current = true;
  }, []);
}
