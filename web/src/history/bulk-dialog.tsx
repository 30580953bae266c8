import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { BulkProgress } from './bulk-progress.tsx';
import { type ReplayChoice, ReplayChoices } from './replay-choices.tsx';
import { type BulkFilter, useBulk } from './use-bulk.ts';
import { AT_START, startOf, useBulkStarts } from './use-bulk-starts.ts';

interface BulkDialogProps {
  readonly action: 'replay' | 'dismiss';
  readonly filter: BulkFilter;
  /** What fits the filter, in words: "12 unresolved failures of Orders". */
  readonly what: string;
  /** How many fit; null when nobody counted. */
  readonly total: number | null;
  readonly onClose: () => void;
}

/** Replays or dismisses everything that fits a filter, and says how far it is and what it came to. */
export function BulkDialog({ action, filter, what, total, onClose }: BulkDialogProps) {
  const { bulk, run, stop } = useBulk();
  // What is narrowed later must not change what this one does.
  const [fixed] = useState(() => ({ filter: { ...filter, to: new Date().toISOString() }, what, total }));
  const [choice, setChoice] = useState<ReplayChoice<string>>({
    version: 'same',
    from: AT_START,
    effects: 'send-again',
  });
  const starts = useBulkStarts(fixed.filter.workflowId);
  const isReplay = action === 'replay';
  const start = () => {
    const replay = { kind: 'replay', ...choice, from: startOf(choice.from) } as const;
    void run(isReplay ? replay : { kind: 'dismiss' }, fixed.filter);
  };
  const verb = isReplay ? 'Replay' : 'Dismiss';
  const close = () => {
    stop();
    onClose();
  };
  return (
    <Dialog
      onClose={close}
      title={`${verb} ${fixed.what}`}
      actions={
        <>
          {bulk.state === 'running' ? <Button onClick={stop}>Stop</Button> : null}
          {bulk.state === 'idle' ? <Button onClick={close}>Cancel</Button> : null}
          {bulk.state === 'stopped' ? <Button onClick={start}>Go on</Button> : null}
          {bulk.state === 'idle' ? (
            <Button look="primary" onClick={start}>
              {verb}
            </Button>
          ) : null}
          {bulk.state === 'done' || bulk.state === 'stopped' ? (
            <Button look="primary" onClick={close}>
              Close
            </Button>
          ) : null}
        </>
      }
    >
      {bulk.state !== 'idle' ? (
        <BulkProgress action={action} bulk={bulk} total={fixed.total} />
      ) : isReplay ? (
        <>
          <p>Oldest first, each as an execution of its own that knows what it replays. Test runs are left alone.</p>
          <ReplayChoices
            choice={choice}
            onChange={setChoice}
            starts={starts}
            startsHint={
              fixed.filter.workflowId === undefined
                ? 'To begin at another node, close this and choose one workflow first.'
                : undefined
            }
            same="The version that each ran before"
          />
        </>
      ) : (
        <p>They leave this list and stay in the history as they are. Each can be put back from its own page.</p>
      )}
    </Dialog>
  );
}
