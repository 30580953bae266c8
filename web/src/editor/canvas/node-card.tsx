import { portsOf } from '@millrace/shared/nodes/index';
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { type FlowNode, summaryOf } from './flow-nodes.ts';
import styles from './node-card.module.css';
import { NodeIcon } from './node-icon.tsx';
import { OutPort, OutPorts } from './out-ports.tsx';
import { RunLine } from './run-line.tsx';

const none: readonly string[] = [];

/** One node on the canvas: what it is, what it does, what it did, and what is wrong with it. */
export const NodeCard = memo(function NodeCard({
  data: { node, step, problems, lostPorts: lost },
  selected,
}: NodeProps<FlowNode>) {
  const ports = portsOf(node);
  const disabled = node.settings?.disabled === true;
  const several = ports.out.length > 1 || lost.length > 0;
  const summary = summaryOf(node);
  return (
    <div
      className={styles.card}
      data-selected={selected}
      data-status={step?.status}
      data-problem={problems.length > 0}
      data-disabled={disabled}
    >
      <div className={styles.main}>
        {ports.in.map((port) => (
          <Handle key={port} id={port} type="target" position={Position.Left} className={styles.handle} />
        ))}
        <NodeIcon type={node.type} />
        <div className={styles.words}>
          <div className={styles.name} title={node.name}>
            {node.name}
          </div>
          <div className={styles.summary} title={summary}>
            {disabled ? 'Disabled · passes its input on' : summary}
          </div>
        </div>
        {several ? null : ports.out.map((port) => <OutPort key={port} node={node} port={port} />)}
      </div>
      {several ? <OutPorts node={node} lost={lost} taken={step?.ports ?? none} /> : null}
      {problems[0] === undefined ? null : (
        <div className={styles.problem} title={problems.join('\n')}>
          <TriangleAlert aria-hidden="true" />
          <span>{problems[0]}</span>
        </div>
      )}
      {step === null ? null : <RunLine step={step} />}
    </div>
  );
});
