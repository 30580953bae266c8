import { portsOf } from '@millrace/shared/nodes/index';
import type { NodeProps } from '@xyflow/react';
import { Plus } from 'lucide-react';
import { memo, use } from 'react';
import { Button } from '../../ui/button.tsx';
import { CanvasActions } from './canvas-actions.ts';
import { CardHead, CardProblem } from './card-parts.tsx';
import type { FlowNode } from './flow-nodes.ts';
import cardStyles from './node-card.module.css';
import styles from './node-frame.module.css';
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
  const several = ports.out.length > 1 || lost.length > 0;
  return (
    <div
      className={`${cardStyles.card} ${styles.frame}`}
      data-selected={selected}
      data-status={step?.status}
      data-problem={problems.length > 0}
      data-disabled={node.settings?.disabled === true}
      data-landing={isLanding}
    >
      <div className={`${cardStyles.main} ${styles.head}`}>
        <CardHead node={node} />
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
      <CardProblem problems={problems} className={styles.problem} />
    </div>
  );
});
