import type { ComponentProps } from 'react';
import { valueOfText } from './typed-value.ts';
import { ValueField } from './value-field.tsx';

/** A field for a value that may be left out: emptied, it is undefined. */
export function OptionalField({ read = valueOfText, ...rest }: ComponentProps<typeof ValueField>) {
  return <ValueField {...rest} read={(text) => (text === '' ? undefined : read(text))} />;
}
