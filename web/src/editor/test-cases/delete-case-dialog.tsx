import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

interface DeleteCaseDialogProps {
  readonly name: string;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}

/** What a case kept may be nowhere else any more, so it is asked for. */
export function DeleteCaseDialog({ name, onDelete, onClose }: DeleteCaseDialogProps) {
  return (
    <Dialog
      onClose={onClose}
      title={`Delete the test case “${name}”?`}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" onClick={onDelete}>
            Delete for good
          </Button>
        </>
      }
    >
      <p>
        Lost for good: its request, the answers that were recorded, and what it expects. The execution that it came from
        stays in the history as long as the history is kept.
      </p>
    </Dialog>
  );
}
