import { useRef } from 'react';
import { TemplateField, type TemplateFieldProps } from './template-field.tsx';
import { textOfValue, valueOfText } from './typed-value.ts';

interface ValueFieldProps extends Omit<TemplateFieldProps, 'value' | 'onChange'> {
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  /** What a text means, where it is not any value. */
  readonly read?: ((text: string) => unknown) | undefined;
  /** The same the other way round. */
  readonly write?: ((value: unknown) => string) | undefined;
}

/** A field for any value: numbers, true, false, null and JSON are what they say, the rest is text or an expression. */
export function ValueField({ value, onChange, read = valueOfText, write = textOfValue, ...rest }: ValueFieldProps) {
  // While a person types, what they wrote stays, also where it could be written in another way.
  const written = useRef<{ text: string; value: unknown } | null>(null);
  const keeps = written.current !== null && JSON.stringify(written.current.value) === JSON.stringify(value);
  return (
    <TemplateField
      {...rest}
      value={keeps && written.current !== null ? written.current.text : write(value)}
      onChange={(text) => {
        const next = read(text);
        written.current = { text, value: next };
        onChange(next);
      }}
    />
  );
}
