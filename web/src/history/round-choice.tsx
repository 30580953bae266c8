import type { Step } from '@millrace/shared/execution';
import { ChevronLeft, ChevronRight, CircleX } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import styles from './round-choice.module.css';
import { nextFailed } from './step-rounds.ts';

interface RoundChoiceProps {
  /** Of one node, in the order of its rounds. */
  readonly rounds: readonly Step[];
  readonly step: Step;
  readonly onChoose: (round: number) => void;
}

/** Which item of a list a node ran for is looked at. */
export function RoundChoice({ rounds, step, onChoose }: RoundChoiceProps) {
  const at = rounds.indexOf(step);
  const to = (next: Step | undefined) => next !== undefined && onChoose(next.round ?? 0);
  const failed = nextFailed(rounds, step.round ?? 0);
  return (
    <span className={styles.choice}>
      <IconButton size="small" label="Previous item" disabled={at <= 0} onClick={() => to(rounds[at - 1])}>
        <ChevronLeft />
      </IconButton>
      <span className={styles.number} aria-live="polite">
        {step.status === 'failed' ? <CircleX aria-label="Failed:" role="img" className={styles.failed} /> : null}
        <span>{placeOf(rounds, at)}</span>
      </span>
      <IconButton size="small" label="Next item" disabled={at >= rounds.length - 1} onClick={() => to(rounds[at + 1])}>
        <ChevronRight />
      </IconButton>
      {failed === undefined ? null : (
        <Button size="small" look="quiet" onClick={() => to(failed)}>
          Next failed
        </Button>
      )}
    </span>
  );
}

/** A node may run for some of the items only, where others before it ended their rounds. */
function placeOf(rounds: readonly Step[], at: number): string {
  const item = (rounds[at]?.round ?? 0) + 1;
  const isEach = rounds.at(-1)?.round === rounds.length - 1;
  return isEach ? `item ${item} of ${rounds.length}` : `item ${item}, ${at + 1} of ${rounds.length} that came here`;
}
