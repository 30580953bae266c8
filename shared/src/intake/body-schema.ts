import { z } from 'zod';
import { compileSchema } from '../json-schema/compile-schema.ts';
import { checkPattern } from '../json-schema/pattern-syntax.ts';

const schema = z
  .unknown()
  .superRefine((value, context) => {
    const compiled = compileSchema(value, checkPattern);
    if (compiled.kind === 'mistake') {
      context.addIssue({ code: 'custom', path: [...compiled.path], message: compiled.message });
    }
  })
  .default({ type: 'object' })
  .meta({
    title: 'JSON Schema',
    description: 'Of the body as nodes see it, in draft 2020-12. Patterns are without lookaround and back references.',
    widget: 'json',
  });

/** What the body of a delivery has to look like, and what becomes of one that does not. */
export const bodySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('schema'),
    schema,
    otherwise: z.enum(['refuse', 'quarantine']).default('refuse').meta({
      title: 'What does not fit',
      description:
        'refuse: the sender gets 422. quarantine: the sender gets 200, and the delivery is kept until you run it from its page.',
    }),
  }),
]);
