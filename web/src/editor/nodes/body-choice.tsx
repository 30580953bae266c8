import { isSame } from '@millrace/shared/is-same';
import { useState } from 'react';
import { Select } from '../../ui/select.tsx';
import { OptionalField } from '../fields/optional-field.tsx';

interface BodyChoiceProps {
  readonly options: readonly unknown[];
  /** Undefined: left out. */
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly label: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
}

const LEFT_OUT = 'left-out';
const EXPRESSION = 'expression';

/** One of the values that a schema allows, or an expression. */
export function BodyChoice({ options, value, onChange, label, describedBy, invalid }: BodyChoiceProps) {
  const [writes, setWrites] = useState(false);
  const at = options.findIndex((option) => isSame(option, value));
  const chosen = at >= 0 ? String(at) : value !== undefined || writes ? EXPRESSION : LEFT_OUT;
  return (
    <>
      <Select
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        value={chosen}
        options={[
          { value: LEFT_OUT, label: 'Left out' },
          ...options.map((option, index) => ({ value: String(index), label: asLabel(option) })),
          { value: EXPRESSION, label: 'An expression' },
        ]}
        onValueChange={(next) => {
          setWrites(next === EXPRESSION);
          onChange(options[Number(next)]);
        }}
      />
      {chosen === EXPRESSION ? (
        <OptionalField
          label={`Expression for ${label}`}
          placeholder="{{ … }}"
          value={value}
          onChange={onChange}
          describedBy={describedBy}
          invalid={invalid}
        />
      ) : null}
    </>
  );
}

const asLabel = (option: unknown): string => (typeof option === 'string' ? option : JSON.stringify(option));
