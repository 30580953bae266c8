import { compileSchema } from '@millrace/shared/json-schema/compile-schema';
import { checkPattern } from '@millrace/shared/json-schema/pattern-syntax';
import { RE2JS } from 're2js';

/** What a schema says of a body. */
export type BodyFit =
  | { readonly kind: 'fits' }
  /** `reason` is for people who may see the history, and says where. */
  | { readonly kind: 'misfit'; readonly reason: string }
  /** The schema cannot be used, so that nothing can be told. */
  | { readonly kind: 'unusable'; readonly reason: string };

export const FITS: BodyFit = { kind: 'fits' };

/** Makes the JSON Schema of a webhook node ready. */
export function schemaFit(schema: unknown): (body: unknown) => BodyFit {
  const compiled = compileSchema(schema, linearPattern);
  if (compiled.kind === 'mistake') {
    const where = compiled.path.length === 0 ? '' : ` at /${compiled.path.join('/')}`;
    const reason = `The schema of the webhook node cannot be used${where}: ${compiled.message}`;
    return () => ({ kind: 'unusable', reason });
  }
  return (body) => {
    const sentence = compiled.misfit(body);
    return sentence === undefined ? FITS : { kind: 'misfit', reason: `The body does not fit the schema. ${sentence}` };
  };
}

/** Texts come from anybody, patterns from whoever draws the workflow: time must not grow faster than the text. */
function linearPattern(source: string) {
  checkPattern(source);
  const pattern = RE2JS.compile(RE2JS.translateRegExp(source));
  return { test: (text: string) => pattern.matcher(text).find() };
}
