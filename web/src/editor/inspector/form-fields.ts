import { z } from 'zod';
import { inWords } from './in-words.ts';

interface Common {
  /** Name in its object; empty for the whole. */
  readonly key: string;
  readonly title: string;
  readonly description: string | null;
  /** Heading under which it is folded away. */
  readonly fold: string | null;
  readonly initial: unknown;
}

/** One field of a form, as the schema describes it. */
export type FormField = Common &
  (
    | { readonly kind: 'text'; readonly lines: 'one' | 'many'; readonly template: boolean }
    | { readonly kind: 'number'; readonly min: number | null; readonly max: number | null; readonly template: boolean }
    | { readonly kind: 'toggle' }
    | { readonly kind: 'choice'; readonly options: readonly string[] }
    | { readonly kind: 'choices'; readonly options: readonly string[] }
    | { readonly kind: 'texts' }
    | { readonly kind: 'rows'; readonly fields: readonly FormField[] }
    | { readonly kind: 'group'; readonly fields: readonly FormField[] }
    | { readonly kind: 'variants'; readonly tag: string; readonly variants: readonly Variant[] }
    | { readonly kind: 'json' | 'value' | 'script' | 'secret' | 'secrets' | 'verification' | 'workflow' }
  );

interface Variant {
  readonly name: string;
  readonly fields: readonly FormField[];
}

type Schema = z.core.JSONSchema.BaseSchema & { readonly widget?: unknown; readonly fold?: unknown };

/** The form that a zod schema asks for. `title`, `description`, `widget` and `fold` come from its `meta`. */
export const formFields = (schema: z.ZodType): readonly FormField[] => fieldsOf(jsonSchemaOf(schema));

/** The form of a schema that is as a whole one of several shapes; null for any other. */
export const formVariants = (schema: z.ZodType): VariantsFormField | null => {
  const field = fieldOf('', jsonSchemaOf(schema));
  return field.kind === 'variants' ? field : null;
};

export type VariantsFormField = Extract<FormField, { kind: 'variants' }>;

const jsonSchemaOf = (schema: z.ZodType): Schema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Schema;

const fieldsOf = (schema: Schema): readonly FormField[] =>
  Object.entries(schema.properties ?? {}).map(([key, property]) => fieldOf(key, property as Schema));

const fieldOf = (key: string, schema: Schema): FormField => {
  const common: Common = {
    key,
    title: schema.title ?? inWords(key),
    description: schema.description ?? null,
    fold: typeof schema.fold === 'string' ? schema.fold : null,
    initial: schema.default,
  };
  const { widget } = schema;
  if (isWidget(widget)) return { ...common, kind: widget };
  if (widget === 'line' || widget === 'multiline' || widget === 'template')
    return { ...common, kind: 'text', lines: widget === 'multiline' ? 'many' : 'one', template: widget === 'template' };
  const options = (schema.oneOf ?? schema.anyOf ?? []) as readonly Schema[];
  if (options.length > 0) return unionField(common, options);
  if (schema.enum !== undefined) return { ...common, kind: 'choice', options: schema.enum.map(String) };
  switch (schema.type) {
    case 'boolean':
      return { ...common, kind: 'toggle' };
    case 'number':
    case 'integer':
      return numberField(common, schema, false);
    case 'string':
      return { ...common, kind: 'text', lines: 'one', template: false };
    case 'object':
      return { ...common, kind: 'group', fields: fieldsOf(schema) };
    case 'array': {
      const item = schema.items as Schema | undefined;
      if (item?.enum !== undefined) return { ...common, kind: 'choices', options: item.enum.map(String) };
      if (item?.type === 'object') return { ...common, kind: 'rows', fields: fieldsOf(item) };
      return item?.type === 'string' ? { ...common, kind: 'texts' } : { ...common, kind: 'json' };
    }
    default:
      return { ...common, kind: 'json' };
  }
};

const widgets = ['json', 'value', 'script', 'secret', 'secrets', 'verification', 'workflow'] as const;
const isWidget = (name: unknown): name is (typeof widgets)[number] => (widgets as readonly unknown[]).includes(name);

const numberField = (common: Common, schema: Schema, template: boolean): FormField => ({
  ...common,
  kind: 'number',
  min: schema.minimum ?? null,
  max: schema.maximum ?? null,
  template,
});

const unionField = (common: Common, options: readonly Schema[]): FormField => {
  const tag = Object.entries(options[0]?.properties ?? {}).find(
    ([, property]) => (property as Schema).const !== undefined,
  )?.[0];
  if (tag !== undefined) {
    const variants = options.map((option): Variant => {
      const name = String((option.properties?.[tag] as Schema | undefined)?.const);
      return { name, fields: fieldsOf(option).filter(({ key }) => key !== tag) };
    });
    return { ...common, kind: 'variants', tag, variants };
  }
  // A value or a text with {{ }} that yields it.
  const number = options.find(({ type }) => type === 'integer' || type === 'number');
  if (number !== undefined && options.some(({ type }) => type === 'string')) return numberField(common, number, true);
  return { ...common, kind: 'json' };
};
