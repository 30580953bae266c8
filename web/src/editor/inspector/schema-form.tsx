import { isJsonObject } from '@millrace/shared/json-object';
import { Switch } from '../../ui/switch.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { JsonField } from '../fields/json-field.tsx';
import { ScriptField } from '../fields/script-field.tsx';
import { TemplateField } from '../fields/template-field.tsx';
import { numberOfText } from '../fields/typed-value.ts';
import { ValueField } from '../fields/value-field.tsx';
import { withMember } from '../fields/with-member.ts';
import { ChoiceField, ChoicesField } from './choice-field.tsx';
import { FieldFrame } from './field-frame.tsx';
import { Fold } from './fold.tsx';
import { type SchemaFieldsProps, useAllowsSecrets, useFieldError, useForm } from './form-context.ts';
import type { FormField } from './form-fields.ts';
import { NumberField } from './number-field.tsx';
import rowStyles from './rows-field.module.css';
import { RowsField } from './rows-field.tsx';
import styles from './schema-form.module.css';
import { SecretField, SecretsField } from './secret-field.tsx';
import { VariantsField } from './variants-field.tsx';
import { VerificationField } from './verification-field.tsx';
import { WorkflowField } from './workflow-field.tsx';

/** The fields of an object, one below the other; those with a `fold` are folded away under it. */
export function SchemaFields({ fields, path, value, onChange }: SchemaFieldsProps) {
  const folds = [...new Set(fields.flatMap(({ fold }) => fold ?? []))];
  const pathOf = ({ key }: FormField) => (path === '' ? key : `${path}.${key}`);
  const row = (field: FormField) => (
    <SchemaField
      key={field.key}
      field={field}
      path={pathOf(field)}
      value={value[field.key]}
      onChange={(next) => onChange(withMember(value, field.key, next))}
    />
  );
  return (
    <>
      {fields.filter(({ fold }) => fold === null).map(row)}
      {folds.map((fold) => {
        const folded = fields.filter((field) => field.fold === fold);
        return (
          <Fold key={fold} title={fold} paths={folded.map(pathOf)}>
            {folded.map(row)}
          </Fold>
        );
      })}
    </>
  );
}

interface SchemaFieldProps {
  readonly field: FormField;
  readonly path: string;
  /** Undefined: the default holds. */
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

function SchemaField({ field, path, value, onChange }: SchemaFieldProps) {
  const deep = field.kind === 'json' || field.kind === 'texts' || field.kind === 'secrets';
  const error = useFieldError(path, deep);
  if (field.kind === 'toggle') {
    return (
      <FieldFrame
        title={field.title}
        description={field.description}
        error={error}
        aside={
          <Switch checked={(value ?? field.initial) === true} onCheckedChange={onChange} aria-label={field.title} />
        }
      >
        {() => null}
      </FieldFrame>
    );
  }
  return (
    <FieldFrame
      title={field.title}
      description={field.description}
      error={error}
      describesFirst={field.kind === 'variants' || field.kind === 'group'}
    >
      {(describedBy) => (
        <Control
          field={field}
          path={path}
          value={value ?? field.initial}
          given={value}
          onChange={onChange}
          describedBy={describedBy}
          invalid={error !== null}
        />
      )}
    </FieldFrame>
  );
}

interface ControlProps extends SchemaFieldProps {
  /** The value without the default. */
  readonly given: unknown;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
}

function Control({ field, path, value, given, onChange, describedBy, invalid }: ControlProps) {
  const { templates } = useForm();
  const secrets = useAllowsSecrets(path);
  const common = { label: field.title, describedBy, invalid };
  switch (field.kind) {
    case 'text':
      return templates || field.template ? (
        <TemplateField {...common} value={asText(value)} onChange={onChange} lines={field.lines} secrets={secrets} />
      ) : (
        <TextInput
          mono
          value={asText(value)}
          aria-label={field.title}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'number':
      return field.template && templates ? (
        <ValueField {...common} value={value} onChange={onChange} read={numberOfText} write={asText} />
      ) : (
        <NumberField {...common} value={given} initial={field.initial} onChange={onChange} />
      );
    case 'toggle':
      // Stands beside its title instead.
      return null;
    case 'choice':
      return <ChoiceField {...common} value={asText(value)} options={field.options} onChange={onChange} />;
    case 'choices':
      return <ChoicesField {...common} value={asTexts(value)} options={field.options} onChange={onChange} />;
    case 'texts':
      return (
        <TextInput
          mono
          defaultValue={asTexts(value).join(', ')}
          placeholder="None"
          aria-label={`${field.title}, separated by commas`}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          onChange={(event) => onChange(event.target.value.split(/[\s,]+/).filter((text) => text !== ''))}
        />
      );
    case 'json':
      return <JsonField {...common} path={path} value={value} onChange={onChange} secrets={secrets} />;
    case 'value':
      return <ValueField {...common} value={value} onChange={onChange} secrets={secrets} />;
    case 'script':
      return <ScriptField {...common} value={asText(value)} onChange={onChange} />;
    case 'secret':
      return <SecretField {...common} value={asText(value)} onChange={onChange} />;
    case 'secrets':
      return <SecretsField {...common} value={asTexts(value)} onChange={onChange} />;
    case 'workflow':
      return <WorkflowField {...common} value={asText(value)} onChange={onChange} />;
    case 'verification':
      return <VerificationField {...common} path={path} value={value} onChange={onChange} />;
    case 'variants':
      return <VariantsField field={field} path={path} value={asRecord(value)} onChange={onChange} />;
    case 'group':
      return (
        <div className={styles.group}>
          <SchemaFields fields={field.fields} path={path} value={asRecord(value)} onChange={onChange} />
        </div>
      );
    case 'rows':
      return (
        <RowsField
          rows={Array.isArray(value) ? value.map(asRecord) : []}
          onChange={onChange}
          fresh={Object.fromEntries(field.fields.map(({ key }) => [key, '']))}
          of={singular(field.title)}
        >
          {(row, change, index) =>
            field.fields.map((cell) => (
              <Cell
                key={cell.key}
                cell={cell}
                path={`${path}[${index}].${cell.key}`}
                value={asText(row[cell.key])}
                onChange={(text) => change({ ...row, [cell.key]: text })}
              />
            ))
          }
        </RowsField>
      );
  }
}

interface CellProps {
  readonly cell: FormField;
  readonly path: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Cell({ cell, path, value, onChange }: CellProps) {
  const { templates } = useForm();
  const error = useFieldError(path);
  const secrets = useAllowsSecrets(path);
  const label = cell.title;
  return (
    <div className={rowStyles.cell}>
      {templates && cell.key !== 'name' ? (
        <TemplateField
          label={label}
          placeholder={label}
          value={value}
          onChange={onChange}
          secrets={secrets}
          invalid={error !== null}
        />
      ) : (
        <TextInput
          mono
          aria-label={label}
          placeholder={label}
          value={value}
          aria-invalid={error !== null}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {error === null ? null : <div className={rowStyles.error}>{error}</div>}
    </div>
  );
}

const asText = (value: unknown): string => (value === undefined || value === null ? '' : String(value));
const asTexts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const asRecord = (value: unknown): Record<string, unknown> => (isJsonObject(value) ? value : {});
const singular = (title: string): string => title.toLowerCase().replace(/ies$/, 'y').replace(/s$/, '') || 'row';
