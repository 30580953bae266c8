import { endpoints } from '@millrace/shared/api';
import type { Execution } from '@millrace/shared/execution';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { call } from '../app/api.ts';
import { pathTo, routes } from '../app/routes.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { NameDialog } from '../ui/name-dialog.tsx';
import { caseNameOf } from './case-name.ts';
import styles from './keep-case-dialog.module.css';

interface KeepCaseDialogProps {
  readonly execution: Execution;
  readonly onClose: () => void;
}

/** Keeps an execution as a test case of its workflow: asks for the name, then says what it does not compare. */
export function KeepCaseDialog({ execution, onClose }: KeepCaseDialogProps) {
  const client = useQueryClient();
  const params = { id: execution.workflowId };
  const keep = useMutation({
    mutationFn: (name: string) => call(endpoints.keepTestCase, { params, body: { executionId: execution.id, name } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [endpoints.listTestCases.path, params] }),
  });
  if (keep.data === undefined) {
    return (
      <NameDialog
        title="Keep as test case"
        action="Keep"
        hint="What it makes sure of, as “A refund is booked once”."
        initial={caseNameOf(execution)}
        busy={keep.isPending}
        error={keep.error}
        onSubmit={(name) => keep.mutate(name)}
        onClose={onClose}
      >
        <p>
          The request, the answers of other systems and what came of it are kept, apart from the history. Running the
          test sends nothing.
        </p>
      </NameDialog>
    );
  }
  const { id, name, ignored } = keep.data;
  return (
    <Dialog
      onClose={onClose}
      title={`Kept as test case: ${name}`}
      actions={
        <>
          <Link className={styles.link} href={pathTo(routes.workflow, params, { tests: '1', case: id })}>
            To the tests
          </Link>
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      {ignored.length === 0 ? (
        <p>Everything that came of this execution is compared when the tests run.</p>
      ) : (
        <>
          <p>Not compared, since it comes out differently each time:</p>
          <ul className={styles.ignored}>
            {ignored.map((place) => (
              <li key={place}>
                <code>{place}</code>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}
