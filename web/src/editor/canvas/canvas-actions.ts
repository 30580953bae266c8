import { createContext } from 'react';

/** What cards and edges can ask of the canvas. */
export interface CanvasActionsValue {
  /** Whether an edge leaves that port. */
  readonly isConnected: (nodeId: string, port: string) => boolean;
  /** Opens the list of node types; what is picked follows that port. */
  readonly addAfter: (nodeId: string, port: string, beside: Element) => void;
  /** Opens the list of node types; what is picked splits the edge. */
  readonly insertOn: (edgeId: string, beside: Element) => void;
  /** Opens the list of node types; what is picked comes into that frame. */
  readonly addInside: (frameId: string, beside: Element) => void;
  readonly hoveredEdge: string | null;
}

/** Null on a canvas that only shows. */
export const CanvasActions = createContext<CanvasActionsValue | null>(null);
