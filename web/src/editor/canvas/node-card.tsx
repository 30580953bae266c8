import { portsOf } from '@millrace/shared/nodes/index';
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { Plus, RotateCcw, TriangleAlert } from 'lucide-react';
import { memo, use } from 'react';
import { Duration } from '../../ui/duration.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { CanvasActions } from './canvas-actions.ts';
import { type FlowNode, summaryOf } from './flow-nodes.ts';
import styles from './node-card.module.css';
import { NodeIcon } from './node-icon.tsx';
import type { StepFacts } from './step-facts.ts';

/** One node on the canvas: what it is, what it does, what it did, and what is wrong with it. */
export const NodeCard = memo(function NodeCard({ data: { node, step, problems }, selected }: NodeProps<FlowNode>) {
  const ports = portsOf(node);
  const disabled = node.settings?.disabled === true;
  const several = ports.out.length > 1;
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
        {several ? null : ports.out.map((port) => <OutPort key={port} nodeId={node.id} port={port} name={node.name} />)}
      </div>
      {several ? (
        <div className={styles.ports}>
          {ports.out.map((port) => (
            <div key={port} className={styles.port} data-error={port === 'error'}>
              {port === 'out' ? 'success' : port}
              <OutPort nodeId={node.id} port={port} name={node.name} />
            </div>
          ))}
        </div>
      ) : null}
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

function OutPort({ nodeId, port, name }: { readonly nodeId: string; readonly port: string; readonly name: string }) {
  const actions = use(CanvasActions);
  const free = actions !== null && !actions.isConnected(nodeId, port);
  return (
    <>
      <Handle
        id={port}
        type="source"
        position={Position.Right}
        className={styles.handle}
        data-error={port === 'error'}
      />
      {free ? (
        <button
          type="button"
          className={`nodrag nopan ${styles.add}`}
          aria-label={port === 'error' ? `Add a node for errors of ${name}` : `Add a node after ${name}`}
          onClick={(event) => {
            event.stopPropagation();
            actions.addAfter(nodeId, port, event.currentTarget);
          }}
        >
          <Plus aria-hidden="true" />
        </button>
      ) : null}
    </>
  );
}

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
