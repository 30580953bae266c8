import { portLabelOf, portsOf } from '@millrace/shared/nodes/index';
import type { GraphNode } from '@millrace/shared/workflow';
import { Handle, Position, useUpdateNodeInternals } from '@xyflow/react';
import { Plus } from 'lucide-react';
import { use, useEffect, useRef } from 'react';
import { CanvasActions } from './canvas-actions.ts';
import styles from './node-card.module.css';

interface OutPortsProps {
  readonly node: GraphNode;
  /** Ports that edges leave by, and that the node does not have. */
  readonly lost: readonly string[];
  /** Ports that the value left by in a run. */
  readonly taken: readonly string[];
}

/** The outputs of a card, one below the other with their names. */
export function OutPorts({ node, lost, taken }: OutPortsProps) {
  const out = [...portsOf(node).out, ...lost];
  useMovedHandles(node.id, out);
  return (
    <div className={styles.ports}>
      {out.map((port) => {
        const isLost = lost.includes(port);
        const label = isLost ? 'does not exist' : (portLabelOf(node, port) ?? port);
        return (
          <div
            key={port}
            className={styles.port}
            data-error={port === 'error' || isLost}
            data-taken={taken.includes(port)}
          >
            <span className={styles.label} title={label}>
              {label}
            </span>
            <OutPort node={node} port={port} isLost={isLost} />
          </div>
        );
      })}
    </div>
  );
}

/** Tells the canvas where edges start once ports come, go or change places, of which it sees nothing itself. */
function useMovedHandles(nodeId: string, ports: readonly string[]): void {
  const update = useUpdateNodeInternals();
  const drawn = useRef<string | null>(null);
  const order = ports.join('\n');
  useEffect(() => {
    if (drawn.current !== null && drawn.current !== order) update(nodeId);
    drawn.current = order;
  }, [nodeId, order, update]);
}

interface OutPortProps {
  readonly node: GraphNode;
  readonly port: string;
  readonly isLost?: boolean;
}

/** One output: where edges start, and where the next node is added while none does. */
export function OutPort({ node, port, isLost = false }: OutPortProps) {
  const actions = use(CanvasActions);
  const free = actions !== null && !isLost && !actions.isConnected(node.id, port);
  return (
    <>
      <Handle
        id={port}
        type="source"
        position={Position.Right}
        className={styles.handle}
        isConnectable={!isLost}
        data-error={port === 'error' || isLost}
      />
      {free ? (
        <button
          type="button"
          className={`nodrag nopan ${styles.add}`}
          aria-label={nameOf(node, port)}
          onClick={(event) => {
            event.stopPropagation();
            actions.addAfter(node.id, port, event.currentTarget);
          }}
        >
          <Plus aria-hidden="true" />
        </button>
      ) : null}
    </>
  );
}

function nameOf(node: GraphNode, port: string): string {
  if (port === 'error') return `Add a node for errors of ${node.name}`;
  const label = port === 'out' ? null : portLabelOf(node, port);
  return `Add a node after ${node.name}${label === null ? '' : `, ${label}`}`;
}
