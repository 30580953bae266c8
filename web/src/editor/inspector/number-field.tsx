import { useState } from 'react';
import { TextInput } from '../../ui/text-input.tsx';

interface NumberFieldProps {
  /** Undefined: the default holds. */
  readonly value: unknown;
  readonly initial: unknown;
  readonly onChange: (value: number | undefined) => void;
  readonly label: string;
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean | undefined;
}

/** A number; left empty, the default holds and is shown faintly. */
export function NumberField({ value, initial, onChange, label, describedBy, invalid = false }: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (value === undefined ? '' : String(value));
  const wrong = typed !== null && typed.trim() !== '' && !Number.isFinite(Number(typed));
  return (
    <TextInput
      mono
      inputMode="numeric"
      value={shown}
      placeholder={initial === undefined ? '' : String(initial)}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={invalid || wrong}
      onChange={(event) => {
        const text = event.target.value;
        setTyped(text);
        if (text.trim() === '') onChange(undefined);
        else if (Number.isFinite(Number(text))) onChange(Number(text));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
