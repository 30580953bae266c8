import { useRef } from 'react';
import { ExpressionField } from '../fields/expression-field.tsx';
import { ChoiceField } from '../inspector/choice-field.tsx';
import { FieldFrame } from '../inspector/field-frame.tsx';
import { useFieldError } from '../inspector/form-context.ts';
import { ConditionGroupField, groupIn } from './condition-group.tsx';
import type { NodeFormProps } from './node-form-props.ts';

/** Nested conditions, or one expression. Changing from one to the other and back loses neither. */
export function FilterForm({ config, onChange }: NodeFormProps) {
  const kept = useRef<{ conditions?: Record<string, unknown>; expression?: Record<string, unknown> }>({});
  const asExpression = typeof config.expression === 'string';
  const error = useFieldError('expression');
  return (
    <>
      <ChoiceField
        label="How the filter decides"
        options={['conditions', 'expression']}
        value={asExpression ? 'expression' : 'conditions'}
        onChange={(next) => {
          if (next === 'expression') {
            kept.current.conditions = { ...config };
            onChange(kept.current.expression ?? { expression: '' });
          } else {
            kept.current.expression = { ...config };
            onChange(kept.current.conditions ?? { all: [{ left: '', is: 'equals', right: '' }] });
          }
        }}
      />
      {asExpression ? (
        <FieldFrame
          title="Expression"
          description="Goes on when it is true. Plain JavaScript, without {{ }}."
          error={error}
        >
          {(describedBy) => (
            <ExpressionField
              label="Expression"
              placeholder="input.amount > 1000 && input.country === 'DE'"
              value={String(config.expression)}
              onChange={(expression) => onChange({ expression })}
              describedBy={describedBy}
              invalid={error !== null}
            />
          )}
        </FieldFrame>
      ) : (
        <ConditionGroupField path="" group={groupIn(config)} onChange={(group) => onChange({ ...group })} />
      )}
    </>
  );
}
