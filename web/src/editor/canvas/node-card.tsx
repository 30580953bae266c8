import { portsOf } from '@millrace/shared/nodes/index';
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { CardHead, CardProblem } from './card-parts.tsx';
import type { FlowNode } from './flow-nodes.ts';
import styles from './node-card.module.css';
import { OutPort, OutPorts } from './out-ports.tsx';
import { RunLine } from './run-line.tsx';

const none: readonly string[] = [];

/** One node on the canvas: what it is, what it does, what it did, and what is wrong with it. */
export const NodeCard = memo(function NodeCard({
  data: { node, step, problems, lostPorts: lost },
  selected,
}: NodeProps<FlowNode>) {
  const ports = portsOf(node);
  const several = ports.out.length > 1 || lost.length > 0;
  return (
    <div
      className={styles.card}
      data-selected={selected}
      data-status={step?.status}
      data-problem={problems.length > 0}
      data-disabled={node.settings?.disabled === true}
    >
      <div className={styles.main}>
        <CardHead node={node} />
        {several ? null : ports.out.map((port) => <OutPort key={port} node={node} port={port} />)}
      </div>
      {several ? <OutPorts node={node} lost={lost} taken={step?.ports ?? none} /> : null}
      <CardProblem problems={problems} />
      {step === null ? null : <RunLine step={step} />}
    </div>
  );
});
