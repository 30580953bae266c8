import type { Graph, GraphProblem } from '@millrace/shared/workflow';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { BarPopover } from './bar-popover.tsx';
import styles from './problems-button.module.css';

interface ProblemsButtonProps {
  readonly graph: Graph;
  readonly problems: readonly GraphProblem[];
  readonly onGoTo: (problem: GraphProblem) => void;
}

/** How many things keep the draft from being published; each leads to its node. */
export function ProblemsButton({ graph, problems, onGoTo }: ProblemsButtonProps) {
  const [open, setOpen] = useState(false);
  if (problems.length === 0) {
    return (
      <span className={styles.none} title="The draft can be published.">
        <CircleCheck aria-hidden="true" />
        <span>No problems</span>
      </span>
    );
  }
  const nameOf = (problem: GraphProblem) => graph.nodes.find(({ id }) => id === problem.nodeId)?.name;
  return (
    <BarPopover
      title="Before it can be published"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="small" look="quiet" className={styles.some} icon={<TriangleAlert />}>
          {problems.length === 1 ? '1 problem' : `${problems.length} problems`}
        </Button>
      }
    >
      <ul className={styles.list}>
        {problems.map((problem) => (
          <li key={`${problem.code} ${problem.nodeId} ${problem.edgeId} ${problem.path} ${problem.message}`}>
            <button
              type="button"
              className={styles.problem}
              onClick={() => {
                setOpen(false);
                onGoTo(problem);
              }}
            >
              {nameOf(problem) === undefined ? null : <strong>{nameOf(problem)}</strong>}
              <span>{problem.message}</span>
            </button>
          </li>
        ))}
      </ul>
    </BarPopover>
  );
}
