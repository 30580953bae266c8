import { isJsonObject, type JsonObject } from '@millrace/shared/json-object';
import { useMemo, useState } from 'react';
import { JsonField } from '../fields/json-field.tsx';
import { OptionalField } from '../fields/optional-field.tsx';
import { numberOfText, textOfValue } from '../fields/typed-value.ts';
import { withMember } from '../fields/with-member.ts';
import { ChoiceField } from '../inspector/choice-field.tsx';
import { FieldFrame } from '../inspector/field-frame.tsx';
import { useFieldError } from '../inspector/form-context.ts';
import { BodyChoice } from './body-choice.tsx';
import { type BodyField, bodyFields } from './body-fields.ts';
import styles from './call-body.module.css';

interface BodyRowsProps {
  readonly fields: readonly BodyField[];
  /** The whole schema, in which references are found. */
  readonly root: unknown;
  /** Where the object lies in the config. */
  readonly path: string;
  readonly value: JsonObject;
  readonly onChange: (value: JsonObject) => void;
}

/** The members of an object: those of its schema, then others that are there. Emptied, a member is left out. */
export function BodyRows({ fields, root, path, value, onChange }: BodyRowsProps) {
  const others = Object.keys(value).filter((name) => !fields.some((field) => field.name === name));
  return (
    <div className={styles.rows}>
      {[...fields, ...others.map((name) => unnamed(name, value[name]))].map((field) => (
        <Row
          key={field.name}
          field={field}
          root={root}
          path={`${path}.${field.name}`}
          value={Object.hasOwn(value, field.name) ? value[field.name] : undefined}
          onChange={(next) => onChange(withMember(value, field.name, next))}
        />
      ))}
    </div>
  );
}

/** A member that the schema does not name. */
const unnamed = (name: string, value: unknown): BodyField => ({
  ...{ name, kind: typeof value === 'object' && value !== null ? 'json' : 'value', type: 'not in its schema' },
  ...{ required: false, description: null, options: [], schema: true },
});

interface RowProps {
  readonly field: BodyField;
  readonly root: unknown;
  readonly path: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

function Row({ field, root, path, value, onChange }: RowProps) {
  const fields = useMemo(() => (field.kind === 'json' ? bodyFields(field.schema, root) : null), [field, root]);
  const [asJson, setAsJson] = useState(false);
  // What is wrong with members is said at their own rows.
  const shown = fields !== null && !asJson && isJsonObject(value) ? { fields, value } : null;
  const error = useFieldError(path, shown === null);
  const facts = [field.type, field.required ? 'required' : ''].filter((word) => word !== '').join(' · ');
  return (
    <FieldFrame
      title={field.name}
      description={field.description}
      error={error}
      describesFirst={shown !== null}
      aside={facts === '' ? undefined : <span className={styles.type}>{facts}</span>}
    >
      {(describedBy) => (
        <>
          {fields === null ? null : (
            <ChoiceField
              label={`How ${field.name} is filled in`}
              options={['fields', 'json']}
              value={shown === null ? 'json' : 'fields'}
              onChange={(next) => {
                setAsJson(next === 'json');
                if (next === 'fields' && !isJsonObject(value)) onChange({});
              }}
            />
          )}
          {shown === null ? (
            <Control
              field={field}
              path={path}
              value={value}
              onChange={onChange}
              common={{ label: field.name, describedBy, invalid: error !== null }}
            />
          ) : (
            <BodyRows {...shown} root={root} path={path} onChange={onChange} />
          )}
        </>
      )}
    </FieldFrame>
  );
}

interface ControlProps extends Omit<RowProps, 'root'> {
  readonly common: { readonly label: string; readonly describedBy: string | undefined; readonly invalid: boolean };
}

function Control({ field, path, value, onChange, common }: ControlProps) {
  switch (field.kind) {
    case 'text':
      return (
        <OptionalField
          {...common}
          value={value}
          onChange={onChange}
          read={asItStands}
          write={(written) => (typeof written === 'string' ? written : textOfValue(written))}
          lines={typeof value === 'string' && value.includes('\n') ? 'many' : 'one'}
        />
      );
    case 'number':
      return <OptionalField {...common} value={value} onChange={onChange} read={numberOfText} />;
    case 'value':
      return <OptionalField {...common} value={value} onChange={onChange} />;
    case 'json':
      return <JsonField {...common} path={path} value={value} onChange={onChange} optional />;
    case 'choice':
      return <BodyChoice {...common} options={field.options} value={value} onChange={onChange} />;
  }
}

const asItStands = (text: string): string => text;
