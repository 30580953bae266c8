import { z } from 'zod';

/** A field that holds either the value itself or a text with `{{ }}` that yields it when the node runs. */
export const templated = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([schema, z.string().regex(/\{\{[\s\S]*\}\}/, orExpression(schema))], orExpression(schema));

const orExpression = (schema: z.ZodType): string => `Give ${nameOf(schema)} or an expression in {{ }}.`;

function nameOf(schema: z.ZodType): string {
  if (schema instanceof z.ZodArray) return 'a list';
  return schema instanceof z.ZodNumber ? 'a number' : 'a value';
}
