import { type mergeJoins, mergeModes } from '@millrace/shared/nodes/merge';
import { useRef } from 'react';
import { ChoiceField } from '../inspector/choice-field.tsx';
import { FieldFrame } from '../inspector/field-frame.tsx';
import { useFieldData } from '../state/field-data-context.ts';
import { InputOrder } from './input-order.tsx';
import type { NodeFormProps } from './node-form-props.ts';
import { PathField } from './path-field.tsx';

type Mode = (typeof mergeModes)[number];
type Join = (typeof mergeJoins)[number];

const modes: Readonly<Record<Mode, string>> = {
  all: 'Waits for all. The output has the value of each node before this one, by its name.',
  first: 'Goes on at once with the value that comes first. What comes later goes no further.',
  combine: 'Waits for all. Items of their lists with the same value in a field become one, with the fields of each.',
  append: 'Waits for all. The output is one list with the items of each.',
};
const words = { all: 'Wait for all', first: 'First that comes', combine: 'Combine by key', append: 'Append lists' };
const joins: Readonly<Record<Join, string>> = {
  inner: 'Keeps what every list has.',
  left: 'Keeps all of the first list, with what the others have of it.',
  outer: 'Keeps everything.',
};

/** How branches come together. What was filled in for combining is kept while the form is open. */
export function MergeForm({ config, onChange }: NodeFormProps) {
  const combining = useRef<Record<string, unknown>>({ mode: 'combine', key: '', join: 'inner' });
  const mode = mergeModes.find((each) => each === config.mode) ?? 'all';
  return (
    <>
      <FieldFrame title="What is passed on" description={modes[mode]}>
        {(describedBy) => (
          <ChoiceField
            label="What is passed on"
            options={mergeModes}
            words={words}
            value={mode}
            onChange={(next) => {
              if (mode === 'combine') combining.current = { ...config };
              onChange(next === 'combine' ? combining.current : { mode: next });
            }}
            describedBy={describedBy}
          />
        )}
      </FieldFrame>
      {mode === 'combine' ? <CombineFields config={config} onChange={onChange} /> : null}
      {mode === 'combine' || mode === 'append' ? <InputOrder /> : null}
    </>
  );
}

function CombineFields({ config, onChange }: NodeFormProps) {
  const { scope } = useFieldData();
  const join: Join = config.join === 'left' || config.join === 'outer' ? config.join : 'inner';
  return (
    <>
      <FieldFrame title="Key" description="The field that says which items belong together, as customer.id.">
        {() => (
          <PathField
            path="key"
            label="Field of the items"
            value={typeof config.key === 'string' ? config.key : ''}
            onChange={(key) => onChange({ ...config, key })}
            within={scope.input.known ? firstItem(scope.input.value) : undefined}
          />
        )}
      </FieldFrame>
      <FieldFrame title="Join" description={joins[join]}>
        {(describedBy) => (
          <ChoiceField
            label="Join"
            options={['inner', 'left', 'outer']}
            value={join}
            onChange={(next) => onChange({ ...config, join: next })}
            describedBy={describedBy}
          />
        )}
      </FieldFrame>
    </>
  );
}

/** An item of the first list that came in, for the fields that it has. */
const firstItem = (input: unknown): unknown =>
  Object.values(Object(input)).find((list): list is unknown[] => Array.isArray(list) && list.length > 0)?.[0];
