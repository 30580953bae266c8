import '@xyflow/react/dist/base.css';
import { type Connection, ControlButton, ReactFlow, useReactFlow } from '@xyflow/react';
import { Network } from 'lucide-react';
import { type DragEvent, type ReactNode, useEffect, useMemo, useState } from 'react';
import { toast } from '../../ui/toast.tsx';
import { connect, moveNodes } from '../graph/graph-edits.ts';
import { CARD_WIDTH, RASTER } from '../graph/grid.ts';
import { dropNodes } from '../graph/move-into-frame.ts';
import { tidyLayout } from '../graph/tidy-layout.ts';
import { validConnection } from '../graph/valid-connection.ts';
import { useEditor, useEditorStore, useGraph } from '../state/editor-context.ts';
import { onlySelected } from '../state/selection-slice.ts';
import styles from './canvas.module.css';
import { CanvasActions, type CanvasActionsValue } from './canvas-actions.ts';
import { CanvasChrome, fitViewOptions } from './canvas-chrome.tsx';
import type { FlowEdge } from './flow-edges.ts';
import { edgeTypes, nodeTypes } from './flow-kinds.ts';
import type { FlowNode } from './flow-nodes.ts';
import { NODE_TYPE_DRAG } from './node-list.tsx';
import type { StepFacts } from './step-facts.ts';
import { useAddNode } from './use-add-node.ts';
import { useCanvasModel } from './use-canvas-model.ts';
import { useKeepInView } from './use-keep-in-view.ts';
import { useRevealNode } from './use-reveal-node.ts';

interface CanvasProps {
  readonly steps: ReadonlyMap<string, StepFacts>;
  readonly problems: ReadonlyMap<string, readonly string[]>;
  /** What floats over the canvas. */
  readonly children?: ReactNode;
}

/** Where the workflow is drawn. */
export function Canvas({ steps, problems, children }: CanvasProps) {
  const store = useEditorStore();
  const graph = useGraph();
  const selectedNodes = useEditor((state) => state.selectedNodes);
  const selectedEdges = useEditor((state) => state.selectedEdges);
  const { screenToFlowPosition } = useReactFlow();
  const addNode = useAddNode();
  const { nodes, edges, applyViewChanges } = useCanvasModel({ graph, steps, problems, selectedNodes, selectedEdges });
  const onMove = useKeepInView('touched');
  const [hoveredEdge, setHoveredEdge] = useState<string | null>(null);
  const reveal = useRevealNode();
  const selected = onlySelected({ selectedNodes });
  useEffect(() => {
    if (selected === null) return;
    // The inspector takes its room first.
    const timer = setTimeout(() => reveal(selected), 50);
    return () => clearTimeout(timer);
  }, [selected, reveal]);

  const actions = useMemo<CanvasActionsValue>(() => {
    const belowOf = (element: Element) => {
      const box = element.getBoundingClientRect();
      return { x: box.right + 6, y: box.top };
    };
    const { openPicker } = store.getState();
    return {
      isConnected: (nodeId, port) => graph.edges.some((edge) => edge.source === nodeId && edge.sourceHandle === port),
      addAfter: (nodeId, port, beside) => openPicker({ kind: 'after', nodeId, port, position: null }, belowOf(beside)),
      addInside: (frameId, beside) => openPicker({ kind: 'inside', frameId }, belowOf(beside)),
      insertOn: (edgeId, beside) => openPicker({ kind: 'edge', edgeId }, belowOf(beside)),
      hoveredEdge,
    };
  }, [store, graph.edges, hoveredEdge]);

  const onDrop = (event: DragEvent) => {
    const type = event.dataTransfer.getData(NODE_TYPE_DRAG);
    if (type === '') return;
    event.preventDefault();
    const point = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    addNode(type, { kind: 'free', position: { x: point.x - CARD_WIDTH / 2, y: point.y - 28 } });
  };

  return (
    <CanvasActions value={actions}>
      <section className={styles.canvas} aria-label="Canvas" data-canvas="true">
        <ReactFlow<FlowNode, FlowEdge>
          className={styles.flow ?? ''}
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={(changes) => {
            const resting = applyViewChanges(changes);
            const { edit, changeSelection } = store.getState();
            if (resting.size > 0) {
              edit(`move:${[...resting.keys()].join()}`, (current) => dropNodes(current, resting));
            }
            const selection = changes.filter((change) => change.type === 'select');
            if (selection.length > 0) changeSelection('nodes', selection);
          }}
          onEdgesChange={(changes) => {
            const selection = changes.filter((change) => change.type === 'select');
            if (selection.length > 0) store.getState().changeSelection('edges', selection);
          }}
          isValidConnection={(candidate) => validConnection(graph, complete(candidate)).ok}
          onConnect={(connection) => store.getState().edit('', (current) => connect(current, complete(connection)))}
          onConnectEnd={(event, { isValid, fromNode, fromHandle, toHandle, toNode }) => {
            if (isValid === true || fromNode === null || fromHandle === null) return;
            if (toHandle !== null && toNode !== null) {
              const [from, to] = fromHandle.type === 'source' ? [fromHandle, toHandle] : [toHandle, fromHandle];
              const verdict = validConnection(graph, {
                source: from.nodeId,
                sourceHandle: from.id ?? 'out',
                target: to.nodeId,
                targetHandle: to.id ?? 'in',
              });
              if (!verdict.ok && from.nodeId !== to.nodeId) toast({ title: verdict.reason });
              return;
            }
            if (fromHandle.type !== 'source') return;
            const pointer = 'changedTouches' in event ? event.changedTouches[0] : event;
            if (pointer === undefined) return;
            const at = { x: pointer.clientX, y: pointer.clientY };
            const drop = screenToFlowPosition(at);
            store.getState().openPicker(
              {
                kind: 'after',
                nodeId: fromNode.id,
                port: fromHandle.id ?? 'out',
                position: { x: drop.x, y: drop.y - 28 },
              },
              at,
            );
          }}
          onNodeClick={(event, node) => {
            // A plain click on one of several selected nodes means that one.
            const several = store.getState().selectedNodes.size > 1;
            if (several && !event.shiftKey && !event.ctrlKey && !event.metaKey) store.getState().select([node.id]);
          }}
          onMove={onMove}
          onEdgeMouseEnter={(_, edge) => setHoveredEdge(edge.id)}
          onEdgeMouseLeave={() => setHoveredEdge(null)}
          onDragOver={(event) => {
            if (event.dataTransfer.types.includes(NODE_TYPE_DRAG)) event.preventDefault();
          }}
          onDrop={onDrop}
          deleteKeyCode={null}
          connectionRadius={28}
          snapToGrid
          snapGrid={[RASTER, RASTER]}
          minZoom={0.1}
          maxZoom={2}
          fitView
          fitViewOptions={fitViewOptions}
          ariaLabelConfig={ariaLabels}
        >
          <CanvasChrome>
            <ControlButton
              title="Tidy up"
              aria-label="Tidy up: line the nodes up in columns"
              onClick={() => store.getState().edit('', (current) => moveNodes(current, tidyLayout(current)))}
            >
              <Network />
            </ControlButton>
          </CanvasChrome>
          {children}
        </ReactFlow>
      </section>
    </CanvasActions>
  );
}

const ariaLabels = {
  'node.a11yDescription.default':
    'Press Enter to select this node. Then the arrow keys move it, Delete takes it away, and the inspector shows it.',
  'edge.a11yDescription.default': 'Press Enter to select this edge. Then Delete takes it away.',
};

const complete = (connection: Omit<Connection, 'sourceHandle' | 'targetHandle'> & Partial<Connection>) => ({
  source: connection.source,
  sourceHandle: connection.sourceHandle ?? 'out',
  target: connection.target,
  targetHandle: connection.targetHandle ?? 'in',
});
