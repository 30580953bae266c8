import type { FoundCallee } from '@millrace/shared/callee';
import { bodyMisfits } from '@millrace/shared/check-graph/body-misfits';
import { isJsonObject, type JsonObject } from '@millrace/shared/json-object';
import { useMemo, useRef, useState } from 'react';
import { memberPath } from '../../ui/flatten-json.ts';
import type { Known } from '../data/node-data.ts';
import { JsonField } from '../fields/json-field.tsx';
import { ChoiceField } from '../inspector/choice-field.tsx';
import { FieldFrame } from '../inspector/field-frame.tsx';
import { useFieldError, useHasError } from '../inspector/form-context.ts';
import { useFieldData } from '../state/field-data-context.ts';
import type { BodyField } from './body-fields.ts';
import { bodyOnData } from './body-on-data.ts';
import { BodyRows } from './body-rows.tsx';
import styles from './call-body.module.css';

interface CallBodyProps {
  readonly callee: FoundCallee;
  readonly fields: readonly BodyField[];
  /** Undefined: the whole input. */
  readonly value: unknown;
  readonly onChange: (body: unknown) => void;
}

const WHOLE_INPUT = '{{ input }}';
const modes = ['input', 'fields', 'json'] as const;
type Mode = (typeof modes)[number];
const words = { input: 'Whole input', fields: 'Fields', json: 'JSON' };

/** What a called workflow gets: the input as it is, its fields one by one, or any JSON. */
export function CallBody({ callee, fields, value, onChange }: CallBodyProps) {
  const { scope } = useFieldData();
  const [asJson, setAsJson] = useState(false);
  const kept = useRef<JsonObject>(null);
  const mode = asJson ? 'json' : modeOf(value);
  const error = useFieldError('body', mode !== 'fields');
  const hasProblem = useHasError(['body']);
  const misfit = useMemo(
    () => (hasProblem ? undefined : bodyMisfits(callee, bodyOnData(value ?? WHOLE_INPUT, scope) ?? null)[0]),
    [hasProblem, callee, value, scope],
  );
  const choose = (next: Mode) => {
    setAsJson(next === 'json');
    if (isJsonObject(value)) kept.current = value;
    if (next === 'input') onChange(WHOLE_INPUT);
    if (next === 'fields' && !isJsonObject(value)) onChange(kept.current ?? membersFrom(scope.input, fields));
  };
  return (
    <FieldFrame title="Body" description="What it gets as `trigger.body`." error={error} describesFirst>
      {(describedBy) => (
        <div className={styles.body}>
          <ChoiceField
            label="Body"
            options={modes}
            words={words}
            value={mode}
            onChange={(next) => choose(modes.find((each) => each === next) ?? 'json')}
          />
          {misfit === undefined ? null : (
            <output className={styles.misfit}>With the chosen data it would fail. {misfit.message}</output>
          )}
          {mode === 'input' ? <Takes callee={callee} fields={fields} /> : null}
          {mode === 'fields' && isJsonObject(value) ? (
            <BodyRows fields={fields} root={callee.bodySchema} path="body" value={value} onChange={onChange} />
          ) : null}
          {mode === 'json' ? (
            <JsonField
              path="body"
              label="Body as JSON"
              value={value ?? WHOLE_INPUT}
              onChange={onChange}
              describedBy={describedBy}
              invalid={error !== null}
            />
          ) : null}
        </div>
      )}
    </FieldFrame>
  );
}

function Takes({ callee, fields }: Pick<CallBodyProps, 'callee' | 'fields'>) {
  return (
    <ul className={styles.members} aria-label={`What ${callee.name} takes`}>
      {fields.map(({ name, type, required }) => (
        <li key={name}>
          <code>{name}</code>
          <span>{[type, required ? 'required' : ''].filter((word) => word !== '').join(', ')}</span>
        </li>
      ))}
    </ul>
  );
}

const modeOf = (value: unknown): Mode => {
  if (value === undefined || (typeof value === 'string' && /^\s*\{\{\s*input\s*\}\}\s*$/.test(value))) return 'input';
  return isJsonObject(value) ? 'fields' : 'json';
};

/** A beginning: what the input has under the same names. */
const membersFrom = (input: Known, fields: readonly BodyField[]): JsonObject => {
  const given = input.known && isJsonObject(input.value) ? input.value : {};
  return Object.fromEntries(
    fields
      .filter(({ name }) => Object.hasOwn(given, name))
      .map(({ name }) => [name, `{{ ${memberPath('input', name)} }}`]),
  );
};
