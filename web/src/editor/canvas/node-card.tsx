import { portsOf } from '@millrace/shared/nodes/index';
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { RotateCcw, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { Duration } from '../../ui/duration.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { type FlowNode, summaryOf } from './flow-nodes.ts';
import styles from './node-card.module.css';
import { NodeIcon } from './node-icon.tsx';
import { OutPort, OutPorts } from './out-ports.tsx';
import type { StepFacts } from './step-facts.ts';

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

function RunLine({ step }: { readonly step: StepFacts }) {
  return (
    <div className={styles.run} data-status={step.status} title={step.error ?? undefined}>
      <StatusBadge status={step.status} look="plain" />
      {step.durationMs === null ? null : <Duration ms={step.durationMs} />}
      {step.attempts > 1 ? <span>{step.attempts} attempts</span> : null}
      {step.reused ? (
        <span className={styles.reused} title="Taken over from the execution that is replayed">
          <RotateCcw aria-hidden="true" /> kept
        </span>
      ) : null}
    </div>
  );
}
