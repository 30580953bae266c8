import '@xyflow/react/dist/base.css';
import type { Step } from '@millrace/shared/execution';
import type { Graph } from '@millrace/shared/workflow';
import { ReactFlow, ReactFlowProvider } from '@xyflow/react';
import { useMemo } from 'react';
import styles from './canvas/canvas.module.css';
import { CanvasChrome, fitViewOptions } from './canvas/canvas-chrome.tsx';
import { edgeTypes, nodeTypes } from './canvas/flow-kinds.ts';
import { factsOfSteps } from './canvas/step-facts.ts';
import { useCanvasModel } from './canvas/use-canvas-model.ts';
import { useKeepInView } from './canvas/use-keep-in-view.ts';

interface GraphViewProps {
  readonly graph: Graph;
  readonly steps: readonly Step[];
  readonly selectedNodeId: string | null;
  readonly onSelect: (nodeId: string | null) => void;
}

const nothing: ReadonlyMap<string, readonly string[]> = new Map();
const noEdges: ReadonlySet<string> = new Set();

/** A graph to look at, with what its nodes did: the same cards as in the editor, and nothing to change. */
export function GraphView(props: GraphViewProps) {
  return (
    <ReactFlowProvider>
      <View {...props} />
    </ReactFlowProvider>
  );
}

function View({ graph, steps, selectedNodeId, onSelect }: GraphViewProps) {
  const facts = useMemo(() => factsOfSteps(steps), [steps]);
  const selectedNodes = useMemo(() => new Set(selectedNodeId === null ? [] : [selectedNodeId]), [selectedNodeId]);
  const { nodes, edges, applyViewChanges } = useCanvasModel({
    graph,
    steps: facts,
    problems: nothing,
    selectedNodes,
    selectedEdges: noEdges,
  });
  const onMove = useKeepInView('moved');
  return (
    <div className={styles.canvas}>
      <ReactFlow
        className={styles.flow ?? ''}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={(changes) => {
          applyViewChanges(changes);
          // Enter and Space on a focused node arrive only here.
          const chosen = changes.find((change) => change.type === 'select' && change.selected);
          if (chosen?.type === 'select') onSelect(chosen.id);
        }}
        onPaneClick={() => onSelect(null)}
        onMove={onMove}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        preventScrolling
        minZoom={0.1}
        maxZoom={2}
        fitView
        fitViewOptions={fitViewOptions}
        aria-label="Graph of the workflow"
      >
        <CanvasChrome miniMap={graph.nodes.length > 12} />
      </ReactFlow>
    </div>
  );
}
