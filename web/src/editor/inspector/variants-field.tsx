import { useRef } from 'react';
import { ChoiceField } from './choice-field.tsx';
import { useForm } from './form-context.ts';
import type { FormField, VariantsFormField } from './form-fields.ts';
import styles from './schema-form.module.css';

interface VariantsFieldProps {
  readonly field: VariantsFormField;
  readonly path: string;
  readonly value: Record<string, unknown>;
  readonly onChange: (value: Record<string, unknown>) => void;
}

/** One of several shapes: which one, and then its fields. What was filled in for another shape is kept while the form is open. */
export function VariantsField({ field, path, value, onChange }: VariantsFieldProps) {
  const { Fields } = useForm();
  const kept = useRef(new Map<string, Record<string, unknown>>());
  const name = String(value[field.tag] ?? field.variants[0]?.name);
  const variant = field.variants.find((each) => each.name === name);
  return (
    <div className={styles.group}>
      <ChoiceField
        label={field.title}
        value={name}
        options={field.variants.map((each) => each.name)}
        onChange={(next) => {
          kept.current.set(name, value);
          onChange(kept.current.get(next) ?? startOf(field, next, value));
        }}
      />
      {variant === undefined || variant.fields.length === 0 ? null : (
        <Fields key={name} fields={variant.fields} path={path} value={value} onChange={onChange} />
      )}
    </div>
  );
}

/** What the shape before has, too, is taken over from it. */
const startOf = (
  field: VariantsFormField,
  name: string,
  before: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const fieldsIn = (variant: unknown) => field.variants.find((each) => each.name === variant)?.fields ?? [];
  const known = fieldsIn(before[field.tag]);
  const filled = fieldsIn(name).flatMap((wanted): [string, unknown][] => {
    const { key, kind, initial } = wanted;
    if (before[key] !== undefined && known.some((each) => isSameField(each, wanted))) return [[key, before[key]]];
    if (initial !== undefined) return [];
    if (kind === 'json') return [[key, '{{ input }}']];
    return [[key, kind === 'rows' || kind === 'texts' || kind === 'secrets' ? [] : '']];
  });
  return { [field.tag]: name, ...Object.fromEntries(filled) };
};

const isSameField = (one: FormField, other: FormField): boolean =>
  one.key === other.key && one.kind === other.kind && one.title === other.title;
