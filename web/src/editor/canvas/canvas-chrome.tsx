import { Background, BackgroundVariant, Controls, MiniMap } from '@xyflow/react';
import type { ReactNode } from 'react';
import type { FlowNode } from './flow-nodes.ts';

const nodeColor = (node: FlowNode): string => {
  if (node.data.problems.length > 0) return 'var(--failed)';
  const status = node.data.step?.status;
  return status === undefined ? 'var(--line-strong)' : `var(--${status})`;
};

interface CanvasChromeProps {
  readonly miniMap?: boolean;
  readonly children?: ReactNode;
}

/** Raster, zoom buttons and the small map. */
export function CanvasChrome({ miniMap = true, children }: CanvasChromeProps) {
  return (
    <>
      <Background variant={BackgroundVariant.Dots} gap={16} size={1} />
      <Controls showInteractive={false} position="bottom-left" fitViewOptions={fitViewOptions}>
        {children}
      </Controls>
      {miniMap ? (
        <MiniMap<FlowNode>
          pannable
          zoomable
          ariaLabel="Small map of the canvas"
          nodeColor={nodeColor}
          nodeStrokeWidth={0}
          nodeBorderRadius={6}
          style={{ width: 140, height: 90 }}
        />
      ) : null}
    </>
  );
}

export const fitViewOptions = { padding: 0.18, maxZoom: 1, minZoom: 0.25 } as const;
