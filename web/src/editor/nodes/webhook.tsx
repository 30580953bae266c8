import { isJsonObject } from '@millrace/shared/json-object';
import { httpMethods, webhook } from '@millrace/shared/nodes/webhook';
import { useMemo } from 'react';
import { ChoiceField, ChoicesField } from '../inspector/choice-field.tsx';
import { FieldFrame } from '../inspector/field-frame.tsx';
import { Fold } from '../inspector/fold.tsx';
import { useFieldError, useForm } from '../inspector/form-context.ts';
import { formFields } from '../inspector/form-fields.ts';
import { NumberField } from '../inspector/number-field.tsx';
import { VerificationField } from '../inspector/verification-field.tsx';
import type { NodeFormProps } from './node-form-props.ts';
import { OnFailureFields } from './on-failure-fields.tsx';
import { senderIdsOf } from './sender-ids.ts';
import { setInFold, type WebhookFold, webhookFolds } from './webhook-folds.ts';

const effects = {
  'at-once': 'The sender gets 200 as soon as its request is safely kept. The workflow runs afterwards.',
  'when-finished': 'The sender waits and gets what the workflow returns.',
  'by-node': 'The sender waits and gets what a respond node says.',
} as const;

type Respond = keyof typeof effects;
const isRespond = (value: unknown): value is Respond => typeof value === 'string' && Object.hasOwn(effects, value);

/** The field on running each event once; it says what the chosen sender gives for it, as long as that is what counts. */
function useOnceFields({ deduplicate = { kind: 'sender' }, verification }: NodeFormProps['config']) {
  const fields = useMemo(() => formFields(webhook.config).filter(({ key }) => key === 'deduplicate'), []);
  if (!isJsonObject(deduplicate) || deduplicate.kind !== 'sender') return fields;
  const { known, words } = senderIdsOf(verification);
  return fields.map((field) => {
    if (field.kind !== 'variants' || known) return { ...field, description: words };
    // Where nothing is remembered, nobody is asked for how long.
    const variants = field.variants.map((variant) =>
      variant.name === 'sender' ? { ...variant, fields: [] } : variant,
    );
    return { ...field, variants, description: words };
  });
}

/** Which requests start the workflow, how they are verified, what the sender sees, and what is run once; the rest is folded away. */
export function WebhookForm({ config, onChange }: NodeFormProps) {
  const set = (key: string, value: unknown) => onChange({ ...config, [key]: value });
  const respond: Respond = isRespond(config.respond) ? config.respond : 'at-once';
  const { Fields } = useForm();
  const onceFields = useOnceFields(config);
  const methodsError = useFieldError('methods', true);
  const verificationError = useFieldError('verification');
  const waitError = useFieldError('responseWaitMs');
  return (
    <>
      <FieldFrame title="Methods" error={methodsError}>
        {(describedBy) => (
          <ChoicesField
            label="Methods"
            options={httpMethods}
            value={Array.isArray(config.methods) ? config.methods.map(String) : ['POST']}
            onChange={(methods) => set('methods', methods)}
            describedBy={describedBy}
          />
        )}
      </FieldFrame>
      <FieldFrame title="Verification" error={verificationError}>
        {(describedBy) => (
          <VerificationField
            label="Verification"
            path="verification"
            value={config.verification}
            onChange={(verification) => set('verification', verification)}
            describedBy={describedBy}
          />
        )}
      </FieldFrame>
      <FieldFrame title="Answer the sender" description={effects[respond]}>
        {(describedBy) => (
          <ChoiceField
            label="Answer the sender"
            options={Object.keys(effects)}
            value={respond}
            onChange={(value) => set('respond', value)}
            describedBy={describedBy}
          />
        )}
      </FieldFrame>
      {respond === 'at-once' ? null : (
        <FieldFrame
          title="Longest wait (ms)"
          description="After this the sender gets 200 with the id of the execution, which goes on."
          error={waitError}
        >
          {(describedBy) => (
            <NumberField
              label="Longest wait in milliseconds"
              value={config.responseWaitMs}
              initial={10_000}
              onChange={(value) => set('responseWaitMs', value)}
              describedBy={describedBy}
              invalid={waitError !== null}
            />
          )}
        </FieldFrame>
      )}
      <Fields fields={onceFields} path="" value={config} onChange={onChange} />
      {webhookFolds.map((fold) => (
        <FoldedFields key={fold.title} fold={fold} config={config} onChange={onChange} />
      ))}
      <OnFailureFields value={config.onFailure} onChange={(value) => set('onFailure', value)} />
    </>
  );
}

function FoldedFields({ fold, config, onChange }: NodeFormProps & { readonly fold: WebhookFold }) {
  const { Fields } = useForm();
  const limits = isJsonObject(config.limits) ? config.limits : {};
  const set = setInFold(fold, config, limits);
  return (
    <Fold
      title={fold.title}
      hint={set.length === 0 ? undefined : set.join(', ')}
      paths={[...fold.own.map(({ key }) => key), ...fold.limits.map(({ key }) => `limits.${key}`)]}
    >
      <Fields fields={fold.own} path="" value={config} onChange={onChange} />
      <Fields
        fields={fold.limits}
        path="limits"
        value={limits}
        onChange={(next) => onChange({ ...config, limits: next })}
      />
    </Fold>
  );
}
