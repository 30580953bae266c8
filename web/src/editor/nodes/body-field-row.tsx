import { isSame } from '@millrace/shared/is-same';
import { useState } from 'react';
import { Select } from '../../ui/select.tsx';
import { JsonField } from '../fields/json-field.tsx';
import { numberOfText, textOfValue, valueOfText } from '../fields/typed-value.ts';
import { ValueField } from '../fields/value-field.tsx';
import { FieldFrame } from '../inspector/field-frame.tsx';
import { useFieldError } from '../inspector/form-context.ts';
import type { BodyField } from './body-fields.ts';
import styles from './call-body.module.css';

interface BodyFieldRowProps {
  readonly field: BodyField;
  /** Undefined: left out. */
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** One member of a body: its name, its type, and a field for it. Emptied, it is left out. */
export function BodyFieldRow({ field, value, onChange }: BodyFieldRowProps) {
  const { name, type, required, description } = field;
  const path = `body.${name}`;
  const error = useFieldError(path, true);
  const facts = [type, required ? 'required' : ''].filter((word) => word !== '').join(' · ');
  return (
    <FieldFrame
      title={name}
      description={description}
      error={error}
      aside={facts === '' ? undefined : <span className={styles.type}>{facts}</span>}
    >
      {(describedBy) => (
        <Control
          field={field}
          path={path}
          value={value}
          onChange={onChange}
          common={{ label: name, describedBy, invalid: error !== null }}
        />
      )}
    </FieldFrame>
  );
}

interface ControlProps extends BodyFieldRowProps {
  readonly path: string;
  readonly common: { readonly label: string; readonly describedBy: string | undefined; readonly invalid: boolean };
}

function Control({ field, path, value, onChange, common }: ControlProps) {
  switch (field.kind) {
    case 'text':
      return (
        <ValueField
          {...common}
          value={value}
          onChange={onChange}
          read={present}
          write={writeText}
          lines={typeof value === 'string' && value.includes('\n') ? 'many' : 'one'}
        />
      );
    case 'number':
      return <ValueField {...common} value={value} onChange={onChange} read={(text) => present(numberOfText(text))} />;
    case 'value':
      return <ValueField {...common} value={value} onChange={onChange} read={(text) => present(valueOfText(text))} />;
    case 'json':
      return <JsonField {...common} path={path} value={value} onChange={onChange} optional />;
    case 'choice':
      return <Choice field={field} value={value} onChange={onChange} common={common} />;
  }
}

const present = (value: unknown): unknown => (value === '' ? undefined : value);
const writeText = (value: unknown): string => (typeof value === 'string' ? value : textOfValue(value));

const LEFT_OUT = 'left-out';
const EXPRESSION = 'expression';

/** One of the values that the schema allows, or an expression. */
function Choice({ field, value, onChange, common }: Omit<ControlProps, 'path'>) {
  const [writes, setWrites] = useState(false);
  const at = field.options.findIndex((option) => isSame(option, value));
  const chosen = at >= 0 ? String(at) : value !== undefined || writes ? EXPRESSION : LEFT_OUT;
  return (
    <>
      <Select
        aria-label={common.label}
        aria-describedby={common.describedBy}
        aria-invalid={common.invalid}
        value={chosen}
        options={[
          { value: LEFT_OUT, label: 'Left out' },
          ...field.options.map((option, index) => ({ value: String(index), label: writeText(option) })),
          { value: EXPRESSION, label: 'An expression' },
        ]}
        onValueChange={(next) => {
          setWrites(next === EXPRESSION);
          onChange(field.options[Number(next)]);
        }}
      />
      {chosen === EXPRESSION ? (
        <ValueField
          {...common}
          label={`Expression for ${common.label}`}
          placeholder="{{ … }}"
          value={value}
          onChange={onChange}
          read={(text) => present(valueOfText(text))}
        />
      ) : null}
    </>
  );
}
