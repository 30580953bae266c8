import { endpoints } from '@millrace/shared/api';
import { type Secret, secretName, secretValue } from '@millrace/shared/secret';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { call } from '../app/api.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Field } from '../ui/field.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { TextInput } from '../ui/text-input.tsx';
import { toast } from '../ui/toast.tsx';

interface SecretDialogProps {
  /** The secret whose value is replaced; null for a new one. */
  readonly name: string | null;
  readonly taken: readonly Pick<Secret, 'name'>[];
  readonly onClose: () => void;
}

/** Adds a secret or replaces its value. */
export function SecretDialog({ name: existing, taken, onClose }: SecretDialogProps) {
  const form = useId();
  const client = useQueryClient();
  const [name, setName] = useState(existing ?? '');
  const [value, setValue] = useState('');
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: () => call(endpoints.putSecret, { params: { name }, body: { value } }),
    onSuccess: () => {
      toast({ title: existing === null ? `${name} is stored` : `${name} has a new value` });
      onClose();
      return client.invalidateQueries({ queryKey: [endpoints.listSecrets.path] });
    },
  });
  const nameError = existing === null ? nameProblem(name, taken) : null;
  const valueError = secretValue.safeParse(value).error?.issues[0]?.message ?? null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (nameError === null && valueError === null && !save.isPending) save.mutate();
  };
  return (
    <Dialog
      onClose={onClose}
      title={existing === null ? 'New secret' : `Replace the value of ${existing}`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={form} busy={save.isPending}>
            {existing === null ? 'Store' : 'Replace'}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} style={{ display: 'grid', gap: 12 }}>
        {existing === null ? (
          <Field
            label="Name"
            error={tried ? nameError : null}
            hint="Letters, digits and underscores, as STRIPE_SIGNING_SECRET."
          >
            {(ids) => <TextInput {...ids} mono value={name} onChange={(event) => setName(event.target.value)} />}
          </Field>
        ) : null}
        <Field
          label="Value"
          error={tried && valueError !== null ? 'Paste the value; it cannot be blank.' : null}
          hint="Kept encrypted. It cannot be read back, only replaced."
        >
          {(ids) => (
            <TextArea {...ids} mono rows={3} value={value} onChange={(event) => setValue(event.target.value)} />
          )}
        </Field>
      </form>
      {save.isError ? <ErrorNote title="It was not stored" error={save.error} /> : null}
    </Dialog>
  );
}

function nameProblem(name: string, taken: readonly Pick<Secret, 'name'>[]): string | null {
  if (taken.some((secret) => secret.name === name)) return `${name} exists already. Replace its value in the list.`;
  return secretName.safeParse(name).error?.issues[0]?.message ?? null;
}
