import { useRef } from 'react';
import { ExpressionField } from '../fields/expression-field.tsx';
import { ValueField } from '../fields/value-field.tsx';
import { ChoiceField } from '../inspector/choice-field.tsx';
import { FieldFrame } from '../inspector/field-frame.tsx';
import { useFieldError } from '../inspector/form-context.ts';
import rowStyles from '../inspector/rows-field.module.css';
import { RowsField } from '../inspector/rows-field.tsx';
import type { NodeFormProps } from './node-form-props.ts';
import { PathField } from './path-field.tsx';
import { PathList } from './path-list.tsx';

/** Set, rename, remove and keep fields, or one expression. Changing from one to the other and back loses neither. */
export function TransformForm({ config, onChange }: NodeFormProps) {
  const kept = useRef<{ fields?: Record<string, unknown>; expression?: Record<string, unknown> }>({});
  const asExpression = typeof config.expression === 'string';
  const error = useFieldError('expression');
  return (
    <>
      <ChoiceField
        label="How the value is made"
        options={['fields', 'expression']}
        value={asExpression ? 'expression' : 'fields'}
        onChange={(next) => {
          if (next === 'expression') {
            kept.current.fields = { ...config };
            onChange(kept.current.expression ?? { expression: '' });
          } else {
            kept.current.expression = { ...config };
            onChange(kept.current.fields ?? { keep: 'all', set: [{ path: '', value: '' }] });
          }
        }}
      />
      {asExpression ? (
        <FieldFrame
          title="Expression"
          description="Its value is what leaves the node. Plain JavaScript, without {{ }}."
          error={error}
        >
          {(describedBy) => (
            <ExpressionField
              label="Expression"
              placeholder="({ ...input, vip: input.total > 1000 })"
              value={String(config.expression)}
              onChange={(expression) => onChange({ expression })}
              describedBy={describedBy}
              invalid={error !== null}
            />
          )}
        </FieldFrame>
      ) : (
        <TransformFields config={config} onChange={onChange} />
      )}
    </>
  );
}

const starts = {
  all: 'Everything that comes in is kept, then changed.',
  none: 'An empty object, to which only what is set below is added.',
  named: 'Only the fields named here are kept.',
} as const;

function TransformFields({ config, onChange }: NodeFormProps) {
  const set = (key: string, value: unknown) => onChange({ ...config, [key]: value });
  const { keep = 'all' } = config;
  const start = Array.isArray(keep) ? 'named' : keep === 'none' ? 'none' : 'all';
  const keepError = useFieldError('keep', true);
  return (
    <>
      <FieldFrame title="Start from" description={starts[start]} error={keepError}>
        {(describedBy) => (
          <>
            <ChoiceField
              label="Start from"
              options={['all', 'none', 'named']}
              words={{ all: 'All of it', none: 'Nothing', named: 'Some fields' }}
              value={start}
              onChange={(next) => set('keep', next === 'named' ? [''] : next)}
              describedBy={describedBy}
            />
            {Array.isArray(keep) ? (
              <PathList path="keep" of="field" value={keep.map(String)} onChange={(paths) => set('keep', paths)} />
            ) : null}
          </>
        )}
      </FieldFrame>
      <FieldFrame title="Set">
        {() => (
          <RowsField
            rows={rowsOf(config.set)}
            of="field"
            fresh={{ path: '', value: '' }}
            single
            onChange={(rows) => set('set', rows)}
          >
            {(row, change, index) => (
              <>
                <PathField
                  path={`set[${index}].path`}
                  label="Field to set"
                  value={String(row.path ?? '')}
                  onChange={(path) => change({ ...row, path })}
                />
                <SetValue
                  path={`set[${index}].value`}
                  value={row.value}
                  onChange={(value) => change({ ...row, value })}
                />
              </>
            )}
          </RowsField>
        )}
      </FieldFrame>
      <FieldFrame title="Rename">
        {() => (
          <RowsField
            rows={rowsOf(config.rename)}
            of="renaming"
            fresh={{ from: '', to: '' }}
            onChange={(rows) => set('rename', rows)}
          >
            {(row, change, index) => (
              <>
                <PathField
                  path={`rename[${index}].from`}
                  label="Old name"
                  value={String(row.from ?? '')}
                  onChange={(from) => change({ ...row, from })}
                />
                <PathField
                  path={`rename[${index}].to`}
                  label="New name"
                  value={String(row.to ?? '')}
                  onChange={(to) => change({ ...row, to })}
                />
              </>
            )}
          </RowsField>
        )}
      </FieldFrame>
      <FieldFrame title="Remove">
        {() => (
          <PathList
            path="remove"
            of="removal"
            value={Array.isArray(config.remove) ? config.remove.map(String) : []}
            onChange={(paths) => set('remove', paths)}
          />
        )}
      </FieldFrame>
    </>
  );
}

interface SetValueProps {
  readonly path: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

function SetValue({ path, value, onChange }: SetValueProps) {
  const error = useFieldError(path, true);
  return (
    <div className={rowStyles.cell}>
      <ValueField
        label="Value"
        placeholder="Value or {{ … }}"
        value={value}
        onChange={onChange}
        invalid={error !== null}
      />
      {error === null ? null : <p className={rowStyles.error}>{error}</p>}
    </div>
  );
}

const rowsOf = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter((row) => typeof row === 'object' && row !== null) : [];
