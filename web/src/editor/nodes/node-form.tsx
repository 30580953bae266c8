import { nodeDefinitionOf } from '@millrace/shared/nodes/index';
import { type ComponentType, useMemo } from 'react';
import { formFields } from '../inspector/form-fields.ts';
import { SchemaFields } from '../inspector/schema-form.tsx';
import { FilterForm } from './filter.tsx';
import type { NodeFormProps } from './node-form-props.ts';
import { TransformForm } from './transform.tsx';
import { WebhookForm } from './webhook.tsx';

/** Node types whose form is better made by hand than from their schema. */
const forms: Readonly<Record<string, ComponentType<NodeFormProps>>> = {
  webhook: WebhookForm,
  filter: FilterForm,
  transform: TransformForm,
};

/** The form of a node's config. */
export function NodeForm({ type, ...props }: NodeFormProps & { readonly type: string }) {
  const Form = forms[type];
  return Form === undefined ? <GeneratedForm type={type} {...props} /> : <Form {...props} />;
}

function GeneratedForm({ type, config, onChange }: NodeFormProps & { readonly type: string }) {
  const fields = useMemo(() => {
    const definition = nodeDefinitionOf(type);
    return definition === undefined ? [] : formFields(definition.config);
  }, [type]);
  return <SchemaFields fields={fields} path="" value={config} onChange={onChange} />;
}
