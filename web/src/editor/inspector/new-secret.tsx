import { endpoints } from '@millrace/shared/api';
import { secretName, secretValue } from '@millrace/shared/secret';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../../app/api.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import styles from './secret-field.module.css';

interface NewSecretProps {
  /** Names that exist: to write over one here would change what others rely on. */
  readonly taken: readonly string[];
  readonly onCreated: (name: string) => void;
  readonly onCancel: () => void;
}

/** Makes a secret right where it is needed. */
export function NewSecret({ taken, onCreated, onCancel }: NewSecretProps) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const wrongName = taken.includes(name)
    ? `There is a secret named ${name} already. Choose it above, or take another name.`
    : secretName.safeParse(name).error?.issues[0]?.message;
  const create = useMutation({
    mutationFn: async () => await call(endpoints.putSecret, { params: { name }, body: { value } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [endpoints.listSecrets.path] });
      onCreated(name);
    },
  });
  const ready = wrongName === undefined && secretValue.safeParse(value).success;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) create.mutate();
  };
  return (
    <form className={styles.create} onSubmit={submit}>
      <TextInput
        mono
        autoFocus
        placeholder="NAME"
        aria-label="Name of the new secret"
        aria-invalid={name !== '' && wrongName !== undefined}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      {name !== '' && wrongName !== undefined ? <p className={styles.wrong}>{wrongName}</p> : null}
      <TextInput
        mono
        type="password"
        autoComplete="new-password"
        placeholder="Value"
        aria-label="Value of the new secret"
        value={value}
        onChange={(event) => setValue(event.target.value)}
      />
      <p className={styles.hint}>Stored encrypted. Nobody can read it back, also not here.</p>
      {create.error === null ? null : <ErrorNote title="The secret was not created" error={create.error} />}
      <div className={styles.buttons}>
        <Button size="small" type="submit" look="primary" busy={create.isPending} disabled={!ready}>
          Create secret
        </Button>
        <Button size="small" look="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
