import { workflowName } from '@millrace/shared/workflow';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ErrorNote } from './error-note.tsx';
import { Field } from './field.tsx';
import { TextInput } from './text-input.tsx';

interface NameDialogProps {
  readonly title: string;
  readonly action: string;
  readonly initial: string;
  /** What a good name says, with an example. */
  readonly hint: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSubmit: (name: string) => void;
  readonly onClose: () => void;
  /** What else there is to choose, below the name. */
  readonly children?: ReactNode;
}

/** Asks for the name of a workflow or of a part of it, to create or to rename it. */
export function NameDialog({
  title,
  action,
  initial,
  hint,
  busy,
  error,
  onSubmit,
  onClose,
  children,
}: NameDialogProps) {
  const form = useId();
  const [name, setName] = useState(initial);
  const [tried, setTried] = useState(false);
  const parsed = workflowName.safeParse(name);
  const wrong = name.trim() === '' ? 'Give it a name.' : 'Use at most 120 characters.';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (parsed.success && !busy) onSubmit(parsed.data);
  };
  return (
    <Dialog
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={form} busy={busy}>
            {action}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <Field label="Name" error={tried && !parsed.success ? wrong : null} hint={hint}>
          {(ids) => <TextInput {...ids} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
      </form>
      {children}
      {error === null ? null : <ErrorNote title="That did not work" error={error} />}
    </Dialog>
  );
}
