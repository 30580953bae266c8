import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { randomId } from '../graph/random-id.ts';
import { uniqueName } from '../graph/unique-name.ts';
import { ChoiceField } from '../inspector/choice-field.tsx';
import { FieldFrame } from '../inspector/field-frame.tsx';
import { useFieldError } from '../inspector/form-context.ts';
import { ConditionGroupField, freshCondition, groupIn } from './condition-group.tsx';
import type { NodeFormProps } from './node-form-props.ts';
import styles from './switch.module.css';

type Branch = Readonly<Record<string, unknown>>;

const modes = {
  first: 'The topmost branch whose conditions hold; Otherwise when none does.',
  all: 'Every branch whose conditions hold; Otherwise when none does.',
} as const;

/** Named branches with their conditions. A branch keeps its id, and so its edges, when it is renamed or moved. */
export function SwitchForm({ config, onChange }: NodeFormProps) {
  const mode = config.mode === 'all' ? 'all' : 'first';
  const branches = branchesIn(config.branches);
  const error = useFieldError('branches');
  const set = (next: readonly Branch[]) => onChange({ ...config, branches: next });
  const add = () => {
    const name = uniqueName(
      `Branch ${branches.length + 1}`,
      branches.map((branch) => String(branch.name)),
    );
    set([...branches, { id: randomId(), name, when: { all: [freshCondition()] } }]);
  };
  return (
    <>
      <FieldFrame title="Which branches are taken" description={modes[mode]}>
        {(describedBy) => (
          <ChoiceField
            label="Which branches are taken"
            options={['first', 'all']}
            words={{ first: 'First that holds', all: 'All' }}
            value={mode}
            onChange={(next) => onChange({ ...config, mode: next })}
            describedBy={describedBy}
          />
        )}
      </FieldFrame>
      <FieldFrame title="Branches" error={error}>
        {() => (
          <div className={styles.branches}>
            {branches.map((branch, index) => (
              <BranchField
                key={keyOf(branches, index)}
                path={`branches[${index}]`}
                branch={branch}
                isFirst={index === 0}
                isLast={index === branches.length - 1}
                onChange={(next) => set(branches.with(index, next))}
                onMove={(by) => set(branches.toSpliced(index, 1).toSpliced(index + by, 0, branch))}
                onRemove={() => set(branches.toSpliced(index, 1))}
              />
            ))}
            <Button size="small" look="quiet" icon={<Plus />} className={styles.add} onClick={add}>
              Add branch
            </Button>
          </div>
        )}
      </FieldFrame>
    </>
  );
}

interface BranchFieldProps {
  readonly path: string;
  readonly branch: Branch;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onChange: (branch: Branch) => void;
  readonly onMove: (by: 1 | -1) => void;
  readonly onRemove: () => void;
}

function BranchField({ path, branch, isFirst, isLast, onChange, onMove, onRemove }: BranchFieldProps) {
  const name = typeof branch.name === 'string' ? branch.name : '';
  const nameError = useFieldError(`${path}.name`);
  const idError = useFieldError(`${path}.id`);
  const error = nameError ?? idError;
  return (
    <fieldset className={styles.branch}>
      <legend className="sr-only">Branch {name}</legend>
      <div className={styles.top}>
        <TextInput
          className={styles.name}
          aria-label="Name of the branch"
          placeholder="Name of the branch"
          value={name}
          maxLength={60}
          aria-invalid={error !== null}
          onChange={(event) => onChange({ ...branch, name: event.target.value })}
        />
        <IconButton size="small" label={`Move ${name} up`} disabled={isFirst} onClick={() => onMove(-1)}>
          <ArrowUp />
        </IconButton>
        <IconButton size="small" label={`Move ${name} down`} disabled={isLast} onClick={() => onMove(1)}>
          <ArrowDown />
        </IconButton>
        <IconButton size="small" label={`Remove ${name}`} onClick={onRemove}>
          <X />
        </IconButton>
      </div>
      {error === null ? null : <p className={styles.error}>{error}</p>}
      <ConditionGroupField
        path={`${path}.when`}
        group={groupIn(branch.when)}
        onChange={(when) => onChange({ ...branch, when })}
      />
    </fieldset>
  );
}

const branchesIn = (value: unknown): Branch[] =>
  Array.isArray(value) ? value.filter((branch) => typeof branch === 'object' && branch !== null) : [];

/** Its id, and where a config from outside gives one twice or none, its place too. */
const keyOf = (branches: readonly Branch[], index: number): string => {
  const id = String(branches[index]?.id);
  return branches.findIndex((branch) => String(branch.id) === id) === index ? id : `${id} ${index}`;
};
