import type { Graph } from '@millrace/shared/workflow';
import type { NodeChange } from '@xyflow/react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { type FlowEdge, flowEdges } from './flow-edges.ts';
import { type FlowNode, flowNodes, type NodeView } from './flow-nodes.ts';
import type { StepFacts } from './step-facts.ts';

export interface CanvasModelOf {
  readonly graph: Graph;
  readonly steps: ReadonlyMap<string, StepFacts>;
  readonly problems: ReadonlyMap<string, readonly string[]>;
  readonly selectedNodes: ReadonlySet<string>;
  readonly selectedEdges: ReadonlySet<string>;
}

export interface CanvasModel {
  readonly nodes: FlowNode[];
  readonly edges: FlowEdge[];
  /** Keeps sizes and positions under way; returns the positions at which nodes came to rest. */
  readonly applyViewChanges: (changes: readonly NodeChange<FlowNode>[]) => Map<string, { x: number; y: number }>;
}

const byId = <Item extends { id: string }>(items: readonly Item[]): Map<string, Item> =>
  new Map(items.map((item) => [item.id, item]));

/** Nodes and edges for the canvas, made from the graph and what the canvas itself measured. */
export function useCanvasModel({ graph, steps, problems, selectedNodes, selectedEdges }: CanvasModelOf): CanvasModel {
  const [views, setViews] = useState<ReadonlyMap<string, NodeView>>(new Map());
  const lastNodes = useRef<ReadonlyMap<string, FlowNode>>(new Map());
  const lastEdges = useRef<ReadonlyMap<string, FlowEdge>>(new Map());

  const nodes = useMemo(() => {
    const made = flowNodes({ graph, steps, problems, selected: selectedNodes, views }, lastNodes.current);
    lastNodes.current = byId(made);
    return made;
  }, [graph, steps, problems, selectedNodes, views]);

  const edges = useMemo(() => {
    const made = flowEdges(graph, steps, selectedEdges, lastEdges.current);
    lastEdges.current = byId(made);
    return made;
  }, [graph, steps, selectedEdges]);

  const applyViewChanges = useCallback((changes: readonly NodeChange<FlowNode>[]) => {
    const resting = new Map<string, { x: number; y: number }>();
    const updates = new Map<string, (view: NodeView) => NodeView>();
    for (const change of changes) {
      if (change.type === 'dimensions' && change.dimensions !== undefined) {
        const measured = change.dimensions;
        updates.set(change.id, (view) => ({ ...view, measured }));
      }
      if (change.type !== 'position' || change.position === undefined) continue;
      const position = change.position;
      if (change.dragging === true) updates.set(change.id, (view) => ({ ...view, dragged: position }));
      else {
        resting.set(change.id, position);
        updates.set(change.id, ({ dragged: _, ...view }) => view);
      }
    }
    if (updates.size > 0) {
      setViews((current) => {
        const next = new Map(current);
        for (const [id, update] of updates) next.set(id, update(next.get(id) ?? {}));
        return next;
      });
    }
    return resting;
  }, []);

  return { nodes, edges, applyViewChanges };
}
