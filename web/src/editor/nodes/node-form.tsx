import { nodeDefinitionOf } from '@millrace/shared/nodes/index';
import { type ComponentType, useMemo } from 'react';
import { FieldFrame } from '../inspector/field-frame.tsx';
import { formFields, formVariants } from '../inspector/form-fields.ts';
import { inWords } from '../inspector/in-words.ts';
import { SchemaFields } from '../inspector/schema-form.tsx';
import { VariantsField } from '../inspector/variants-field.tsx';
import { CallWorkflowForm } from './call-workflow.tsx';
import { FilterForm } from './filter.tsx';
import { MergeForm } from './merge.tsx';
import type { NodeFormProps } from './node-form-props.ts';
import { SwitchForm } from './switch.tsx';
import { TransformForm } from './transform.tsx';
import { WebhookForm } from './webhook.tsx';

/** Node types whose form is better made by hand than from their schema. */
const forms: Readonly<Record<string, ComponentType<NodeFormProps>>> = {
  webhook: WebhookForm,
  filter: FilterForm,
  switch: SwitchForm,
  merge: MergeForm,
  transform: TransformForm,
  'call-workflow': CallWorkflowForm,
};

/** The form of a node's config. */
export function NodeForm({ type, ...props }: NodeFormProps & { readonly type: string }) {
  const Form = forms[type];
  return Form === undefined ? <GeneratedForm type={type} {...props} /> : <Form {...props} />;
}

function GeneratedForm({ type, config, onChange }: NodeFormProps & { readonly type: string }) {
  const { fields, variants } = useMemo(() => {
    const definition = nodeDefinitionOf(type);
    if (definition === undefined) return { fields: [], variants: null };
    return { fields: formFields(definition.config), variants: formVariants(definition.config) };
  }, [type]);
  if (variants !== null) {
    const field = { ...variants, title: inWords(variants.tag) };
    return (
      <FieldFrame title={field.title}>
        {() => <VariantsField field={field} path="" value={config} onChange={onChange} />}
      </FieldFrame>
    );
  }
  return <SchemaFields fields={fields} path="" value={config} onChange={onChange} />;
}
