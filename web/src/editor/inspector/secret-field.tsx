import { KeyRound, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { NewSecret } from './new-secret.tsx';
import styles from './secret-field.module.css';
import { useSecretNames } from './use-secret-names.ts';

interface SecretFieldProps {
  readonly value: string;
  readonly onChange: (name: string) => void;
  readonly label: string;
  readonly describedBy?: string | undefined;
}

/** One secret by its name, or a new one. */
export function SecretField({ value, onChange, label, describedBy }: SecretFieldProps) {
  const names = useSecretNames();
  const [creating, setCreating] = useState(false);
  const options = [
    { value: '', label: names.length === 0 ? 'No secret yet' : 'Choose a secret' },
    ...(value !== '' && !names.includes(value) ? [{ value, label: `${value} (does not exist)` }] : []),
    ...names.map((name) => ({ value: name, label: name })),
  ];
  return (
    <div className={styles.secret}>
      <div className={styles.line}>
        <Select
          value={value}
          options={options}
          onValueChange={onChange}
          aria-label={label}
          aria-describedby={describedBy}
          className={styles.select ?? ''}
        />
        <Button size="small" icon={<Plus />} aria-expanded={creating} onClick={() => setCreating(!creating)}>
          New
        </Button>
      </div>
      {creating ? (
        <NewSecret
          taken={names}
          onCancel={() => setCreating(false)}
          onCreated={(name) => {
            setCreating(false);
            onChange(name);
          }}
        />
      ) : null}
    </div>
  );
}

interface SecretsFieldProps extends Omit<SecretFieldProps, 'value' | 'onChange'> {
  readonly value: readonly string[];
  readonly onChange: (names: readonly string[]) => void;
}

/** Secrets of which any may match, so that they can be changed one after the other. */
export function SecretsField({ value, onChange, label, describedBy }: SecretsFieldProps) {
  const names = useSecretNames();
  const left = names.filter((name) => !value.includes(name));
  const [creating, setCreating] = useState(false);
  const options = [
    { value: '', label: names.length === 0 ? 'No secret yet' : value.length === 0 ? 'Choose a secret' : 'Add another' },
    ...left.map((name) => ({ value: name, label: name })),
  ];
  return (
    <div className={styles.secret}>
      {value.length === 0 ? null : (
        <ul className={styles.chosen} aria-label={label}>
          {value.map((name) => (
            <li key={name} data-missing={names.length > 0 && !names.includes(name)}>
              <KeyRound aria-hidden="true" />
              <span>{name}</span>
              <IconButton
                size="small"
                label={`Take ${name} away`}
                onClick={() => onChange(value.filter((each) => each !== name))}
              >
                <X />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.line}>
        <Select
          value=""
          options={options}
          onValueChange={(name) => {
            if (name !== '') onChange([...value, name]);
          }}
          aria-label={label}
          aria-describedby={describedBy}
          className={styles.select ?? ''}
        />
        <Button size="small" icon={<Plus />} aria-expanded={creating} onClick={() => setCreating(!creating)}>
          New
        </Button>
      </div>
      {creating ? (
        <NewSecret
          taken={names}
          onCancel={() => setCreating(false)}
          onCreated={(name) => {
            setCreating(false);
            onChange([...value, name]);
          }}
        />
      ) : null}
    </div>
  );
}
