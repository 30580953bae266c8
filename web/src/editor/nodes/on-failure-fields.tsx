import { onFailure } from '@millrace/shared/on-failure';
import { Fold } from '../inspector/fold.tsx';
import { useForm } from '../inspector/form-context.ts';
import { formFields } from '../inspector/form-fields.ts';
import settingsStyles from '../inspector/node-settings.module.css';
import { onFailureEffect } from './on-failure-effect.ts';

const fields = formFields(onFailure);
const NOTHING: Readonly<Record<string, unknown>> = {};

interface OnFailureFieldsProps {
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** What the workflow does about an execution that failed, with what that comes to. */
export function OnFailureFields({ value, onChange }: OnFailureFieldsProps) {
  const { Fields } = useForm();
  const given = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : NOTHING;
  const effect = onFailureEffect(value);
  return (
    <Fold
      title="When an execution fails"
      hint={Object.keys(given).length === 0 ? undefined : (effect ?? undefined)}
      paths={['onFailure']}
    >
      {effect === null ? null : <p className={settingsStyles.effect}>{effect}</p>}
      <Fields fields={fields} path="onFailure" value={given} onChange={onChange} />
    </Fold>
  );
}
