import type { Execution } from '@millrace/shared/execution';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { type ReplayChoice, ReplayChoices } from './replay-choices.tsx';
import { useReplay } from './use-replay.ts';

interface ReplayDialogProps {
  readonly execution: Execution;
  readonly open: boolean;
  readonly onClose: () => void;
}

const START = '';

/** Replays one execution with every choice that there is. */
export function ReplayDialog({ execution, open, onClose }: ReplayDialogProps) {
  const { version, steps, error } = execution;
  const replay = useReplay(execution.id);
  const [choice, setChoice] = useState<ReplayChoice<string>>({ version: 'same', from: START, effects: 'send-again' });
  const starts = steps
    .filter(({ status }) => status !== 'skipped')
    .map(({ nodeId, nodeName }) => ({
      value: nodeId,
      label: nodeId === error?.nodeId ? `At “${nodeName}”, where it failed` : `At “${nodeName}”`,
    }));
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Replay this execution"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            busy={replay.isPending}
            onClick={() =>
              replay.mutate({
                ...{ version: choice.version, effects: choice.effects },
                ...(choice.from !== START && { fromNode: choice.from }),
              })
            }
          >
            Replay
          </Button>
        </>
      }
    >
      <ReplayChoices
        choice={choice}
        onChange={setChoice}
        starts={[{ value: START, label: 'At the start' }, ...starts]}
        same={version === null ? 'The same draft' : `The same version, v${version}`}
      />
    </Dialog>
  );
}
