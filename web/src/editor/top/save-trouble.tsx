import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { toast } from '../../ui/toast.tsx';
import type { DraftSaving } from '../state/use-draft-saver.ts';
import styles from './save-trouble.module.css';

interface SaveTroubleProps {
  readonly saving: DraftSaving;
  /** Takes the last edit back. */
  readonly onUndo: () => void;
}

/** A bar under the top one while the draft cannot be saved: why, and what to do. Nothing is lost either way. */
export function SaveTrouble({ saving, onUndo }: SaveTroubleProps) {
  const [busy, setBusy] = useState(false);
  const { state } = saving;
  const settle = (work: () => Promise<void>) => async () => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      toast({ title: 'That did not work', detail: error instanceof Error ? error.message : '', look: 'error' });
    } finally {
      setBusy(false);
    }
  };
  if (state.kind === 'conflict') {
    return (
      <div className={styles.bar} role="alert">
        <p>
          <strong>Somebody else saved this workflow</strong> while you changed it. Your changes are still here and not
          saved.
        </p>
        <Button
          size="small"
          busy={busy}
          onClick={settle(async () => {
            await saving.takeTheirs();
            toast({ title: 'Their draft is shown', detail: 'Undo brings yours back.', undo: onUndo });
          })}
        >
          Take theirs
        </Button>
        <Button size="small" busy={busy} onClick={settle(saving.keepMine)}>
          Overwrite with mine
        </Button>
      </div>
    );
  }
  if (state.kind === 'refused') {
    return (
      <div className={styles.bar} role="alert">
        <p>
          <strong>The server refuses this draft:</strong> {state.message}
        </p>
        <Button size="small" onClick={onUndo}>
          Undo the last change
        </Button>
      </div>
    );
  }
  return null;
}
