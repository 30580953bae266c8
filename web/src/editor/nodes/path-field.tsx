import { isJsonObject } from '@millrace/shared/json-object';
import { useId } from 'react';
import { TextInput } from '../../ui/text-input.tsx';
import { useFieldError } from '../inspector/form-context.ts';
import rowStyles from '../inspector/rows-field.module.css';
import { useFieldData } from '../state/field-data-context.ts';

interface PathFieldProps {
  /** Where it lies in the config. */
  readonly path: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The value whose fields are offered; the node's input unless given. */
  readonly within?: unknown;
}

/** Longest list of fields that is offered. */
const MOST = 100;

/** The path of a field in the node's input, as `customer.email`; offers those of the real data. */
export function PathField({ path, label, value, onChange, within }: PathFieldProps) {
  const id = useId();
  const error = useFieldError(path);
  const { input } = useFieldData().offered;
  const offered = within ?? (input.known ? input.value : undefined);
  return (
    <div className={rowStyles.cell}>
      <TextInput
        mono
        aria-label={label}
        placeholder={label}
        value={value}
        list={id}
        aria-invalid={error !== null}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={id}>
        {pathsIn(offered).map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      {error === null ? null : <p className={rowStyles.error}>{error}</p>}
    </div>
  );
}

/** Paths of the fields of an object, outer ones first, two levels deep. */
const pathsIn = (value: unknown): string[] => {
  const outer = entriesOf(value);
  const inner = outer.flatMap(([key, child]) => entriesOf(child).map(([name]) => `${key}.${name}`));
  return [...outer.map(([key]) => key), ...inner].slice(0, MOST);
};

const entriesOf = (value: unknown): [string, unknown][] =>
  isJsonObject(value) ? Object.entries(value).filter(([key]) => /^[^.[\]"']+$/.test(key)) : [];
