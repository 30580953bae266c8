import { portsOf } from '@millrace/shared/nodes/index';
import type { GraphNode } from '@millrace/shared/workflow';
import { Handle, Position } from '@xyflow/react';
import { TriangleAlert } from 'lucide-react';
import { summaryOf } from './flow-nodes.ts';
import styles from './node-card.module.css';
import { NodeIcon } from './node-icon.tsx';

/** Where values come in, what the node is, and what it does in the person's words. */
export function CardHead({ node }: { readonly node: GraphNode }) {
  const summary = summaryOf(node);
  return (
    <>
      {portsOf(node).in.map((port) => (
        <Handle key={port} id={port} type="target" position={Position.Left} className={styles.handle} />
      ))}
      <NodeIcon type={node.type} />
      <div className={styles.words}>
        <div className={styles.name} title={node.name}>
          {node.name}
        </div>
        <div className={styles.summary} title={summary}>
          {node.settings?.disabled === true ? 'Disabled · passes its input on' : summary}
        </div>
      </div>
    </>
  );
}

interface CardProblemProps {
  readonly problems: readonly string[];
  readonly className?: string | undefined;
}

/** The first of what is wrong with a node; all of it on hover. */
export function CardProblem({ problems, className = '' }: CardProblemProps) {
  if (problems[0] === undefined) return null;
  return (
    <div className={`${styles.problem} ${className}`} title={problems.join('\n')}>
      <TriangleAlert aria-hidden="true" />
      <span>{problems[0]}</span>
    </div>
  );
}
