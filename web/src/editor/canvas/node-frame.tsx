import { portsOf } from '@millrace/shared/nodes/index';
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { Plus, TriangleAlert } from 'lucide-react';
import { memo, use } from 'react';
import { Button } from '../../ui/button.tsx';
import { CanvasActions } from './canvas-actions.ts';
import { type FlowNode, summaryOf } from './flow-nodes.ts';
import cardStyles from './node-card.module.css';
import styles from './node-frame.module.css';
import { NodeIcon } from './node-icon.tsx';
import { OutPort, OutPorts } from './out-ports.tsx';
import { RunLine } from './run-line.tsx';

const none: readonly string[] = [];

/** A node that others stand in: its head is a card, and the frame below it holds them. */
export const NodeFrame = memo(function NodeFrame({
  data: { node, step, problems, lostPorts: lost, inside, isLanding },
  selected,
}: NodeProps<FlowNode>) {
  const actions = use(CanvasActions);
  const ports = portsOf(node);
  const disabled = node.settings?.disabled === true;
  const several = ports.out.length > 1 || lost.length > 0;
  const summary = summaryOf(node);
  return (
    <div
      className={`${cardStyles.card} ${styles.frame}`}
      data-selected={selected}
      data-status={step?.status}
      data-problem={problems.length > 0}
      data-disabled={disabled}
      data-landing={isLanding}
    >
      <div className={`${cardStyles.main} ${styles.head}`}>
        {ports.in.map((port) => (
          <Handle key={port} id={port} type="target" position={Position.Left} className={cardStyles.handle} />
        ))}
        <NodeIcon type={node.type} />
        <div className={cardStyles.words}>
          <div className={cardStyles.name} title={node.name}>
            {node.name}
          </div>
          <div className={cardStyles.summary} title={summary}>
            {disabled ? 'Disabled · passes its input on' : summary}
          </div>
        </div>
        {step === null ? null : <RunLine step={step} />}
        {several ? null : ports.out.map((port) => <OutPort key={port} node={node} port={port} />)}
      </div>
      {several ? (
        <div className={styles.ports}>
          <OutPorts node={node} lost={lost} taken={step?.ports ?? none} />
        </div>
      ) : null}
      {inside > 0 ? null : (
        <div className={styles.empty}>
          {actions === null ? (
            'Nothing stands in here'
          ) : (
            <>
              <span>Put nodes in here: they run once for every item.</span>
              <Button
                size="small"
                icon={<Plus />}
                className="nodrag nopan"
                aria-label={`Add a node inside ${node.name}`}
                onClick={(event) => {
                  event.stopPropagation();
                  actions.addInside(node.id, event.currentTarget);
                }}
              >
                Add a node
              </Button>
            </>
          )}
        </div>
      )}
      {problems[0] === undefined ? null : (
        <div className={`${cardStyles.problem} ${styles.problem}`} title={problems.join('\n')}>
          <TriangleAlert aria-hidden="true" />
          <span>{problems[0]}</span>
        </div>
      )}
    </div>
  );
});
