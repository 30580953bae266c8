import type { Condition, ConditionTerm } from '@millrace/shared/nodes/condition';
import { Plus, X } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { ValueField } from '../fields/value-field.tsx';
import { useFieldError } from '../inspector/form-context.ts';
import { useRowKeys } from '../inspector/use-row-keys.ts';
import styles from './condition-group.module.css';
import { needsRight, operatorOptions, rightPlaceholder } from './condition-operators.ts';

export type Group = { all: ConditionTerm[] } | { any: ConditionTerm[] };
type Word = 'all' | 'any';

export const groupOf = (word: Word, terms: ConditionTerm[]): Group =>
  word === 'all' ? { all: terms } : { any: terms };

/** The group that a value from a config is, or an empty one. */
export const groupIn = (value: unknown): Group => {
  const terms = (word: Word): unknown => Reflect.get(Object(value), word);
  const word: Word = Array.isArray(terms('any')) ? 'any' : 'all';
  const list = terms(word);
  return groupOf(word, Array.isArray(list) ? (list as ConditionTerm[]) : []);
};

interface ConditionGroupFieldProps {
  /** Where it lies in the config; empty for the config itself. */
  readonly path: string;
  readonly group: Group;
  readonly onChange: (group: Group) => void;
  /** Of a group within another one. */
  readonly onRemove?: (() => void) | undefined;
}

/** Conditions of which all or any have to hold, and groups of such. */
export function ConditionGroupField({ path, group, onChange, onRemove }: ConditionGroupFieldProps) {
  const word: Word = 'all' in group ? 'all' : 'any';
  const terms = 'all' in group ? group.all : group.any;
  const inner = path === '' ? word : `${path}.${word}`;
  const error = useFieldError(inner);
  const { keys, removed } = useRowKeys(terms.length);
  const set = (next: ConditionTerm[]) => onChange(groupOf(word, next));
  return (
    <fieldset className={styles.group} data-inner={onRemove !== undefined}>
      <legend className="sr-only">{word === 'all' ? 'All of these hold' : 'One of these holds'}</legend>
      <div className={styles.top}>
        <Select
          value={word}
          options={[
            { value: 'all', label: 'All of these hold' },
            { value: 'any', label: 'At least one of these holds' },
          ]}
          onValueChange={(next) => onChange(groupOf(next, terms))}
          aria-label="How many have to hold"
        />
        {onRemove === undefined ? null : (
          <IconButton size="small" label="Remove this group" onClick={onRemove}>
            <X />
          </IconButton>
        )}
      </div>
      {terms.map((term, index) => {
        const at = `${inner}[${index}]`;
        const change = (next: ConditionTerm) => set(terms.map((each, place) => (place === index ? next : each)));
        const remove = () => {
          removed(index);
          set(terms.filter((_, place) => place !== index));
        };
        return 'all' in term || 'any' in term ? (
          <ConditionGroupField key={keys[index]} path={at} group={term} onChange={change} onRemove={remove} />
        ) : (
          <ConditionField key={keys[index]} path={at} condition={term} onChange={change} onRemove={remove} />
        );
      })}
      {error === null ? null : <p className={styles.error}>{error}</p>}
      <div className={styles.add}>
        <Button size="small" look="quiet" icon={<Plus />} onClick={() => set([...terms, freshCondition()])}>
          Condition
        </Button>
        <Button
          size="small"
          look="quiet"
          icon={<Plus />}
          onClick={() => set([...terms, groupOf(word === 'all' ? 'any' : 'all', [freshCondition()])])}
        >
          Group
        </Button>
      </div>
    </fieldset>
  );
}

export const freshCondition = (): Condition => ({ left: '', is: 'equals', right: '' });

interface ConditionFieldProps {
  readonly path: string;
  readonly condition: Condition;
  readonly onChange: (condition: Condition) => void;
  readonly onRemove: () => void;
}

function ConditionField({ path, condition, onChange, onRemove }: ConditionFieldProps) {
  const leftError = useFieldError(`${path}.left`, true);
  const rightError = useFieldError(`${path}.right`, true);
  return (
    <div className={styles.condition}>
      <div className={styles.fields}>
        <ValueField
          label="What to compare"
          placeholder="{{ input.amount }}"
          value={condition.left}
          onChange={(left) => onChange({ ...condition, left })}
          invalid={leftError !== null}
        />
        {leftError === null ? null : <p className={styles.error}>{leftError}</p>}
        <Select
          value={condition.is}
          options={operatorOptions}
          aria-label="Comparison"
          onValueChange={(is) => {
            const { right, ...rest } = condition;
            onChange(needsRight(is) ? { ...rest, is, right: right ?? '' } : { ...rest, is });
          }}
        />
        {needsRight(condition.is) ? (
          <ValueField
            label="Compared with"
            placeholder={rightPlaceholder(condition.is)}
            value={condition.right}
            onChange={(right) => onChange({ ...condition, right })}
            invalid={rightError !== null}
          />
        ) : null}
        {rightError === null ? null : <p className={styles.error}>{rightError}</p>}
      </div>
      <IconButton size="small" label="Remove this condition" onClick={onRemove}>
        <X />
      </IconButton>
    </div>
  );
}
