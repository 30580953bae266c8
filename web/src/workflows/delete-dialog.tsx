import type { WorkflowListItem } from '@millrace/shared/api';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-note.tsx';

interface DeleteDialogProps {
  readonly workflow: WorkflowListItem;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onDelete: () => void;
  readonly onExport: () => void;
  readonly onClose: () => void;
}

/** Deleting loses the history for good, so it is asked for, with what is lost by name. */
export function DeleteDialog({ workflow, busy, error, onDelete, onExport, onClose }: DeleteDialogProps) {
  const { name, publishedVersion } = workflow;
  const versions = publishedVersion === null ? 'its draft' : `its draft and ${versionCount(publishedVersion)}`;
  return (
    <Dialog
      onClose={onClose}
      title={`Delete “${name}”?`}
      actions={
        <>
          <Button look="quiet" onClick={onExport}>
            Export the graph first
          </Button>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" busy={busy} onClick={onDelete}>
            Delete for good
          </Button>
        </>
      }
    >
      <p>
        Lost for good: {versions}, and every delivery and execution in its history. Its trigger URL answers 404 from
        then on, and senders may switch their webhook off.
      </p>
      {publishedVersion === null || workflow.paused ? null : (
        <p>To stop it and keep everything, pause it instead: deliveries are then still accepted.</p>
      )}
      {error === null ? null : <ErrorNote title="It was not deleted" error={error} />}
    </Dialog>
  );
}

const versionCount = (count: number): string => (count === 1 ? '1 version' : `${count} versions`);
