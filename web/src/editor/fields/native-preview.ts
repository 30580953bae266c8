import type { PreviewResult } from '@millrace/shared/api';
import { parseTemplate, partsOf, readPath, renderTemplate } from '@millrace/shared/template';
import type { Scope } from '../data/node-data.ts';

export type NativePreview =
  /** There is no expression in the text. */
  | { readonly kind: 'literal' }
  | { readonly kind: 'known'; readonly result: PreviewResult }
  /** It takes the sandbox to say. */
  | { readonly kind: 'ask' }
  /** It holds a secret, which nobody can read back. */
  | { readonly kind: 'secret' }
  /** It is about something that no data is there for yet. */
  | { readonly kind: 'no-data'; readonly root: string };

/** The value of a text whose expressions are plain paths, read right here. */
export const nativePreview = (text: string, scope: Scope): NativePreview => {
  const template = parseTemplate(text);
  if (template.kind === 'unclosed') return { kind: 'known', result: { kind: 'error', message: template.message } };
  const parts = partsOf(template);
  if (parts.length === 0) return { kind: 'literal' };
  if (parts.some(({ source }) => /\bsecrets\b/.test(source))) return { kind: 'secret' };
  const values = {
    ...(scope.input.known ? { input: scope.input.value } : {}),
    ...(scope.trigger === null ? {} : { trigger: scope.trigger }),
    ...(scope.item?.known ? { item: scope.item.value, index: scope.index } : {}),
    steps: scope.steps,
  };
  let missing: string | null = null;
  for (const part of parts) {
    if (part.kind !== 'path' || part.root === 'workflow' || part.root === 'execution') return { kind: 'ask' };
    if ((part.root === 'item' || part.root === 'index') && scope.item === undefined) {
      const message = `${part.root} is only known to nodes inside a “For each” node.`;
      return { kind: 'known', result: { kind: 'error', message } };
    }
    if (!Object.hasOwn(values, part.root)) return { kind: 'no-data', root: part.root };
    if (readPath(values, part) === undefined) missing ??= part.source;
  }
  if (missing !== null) return { kind: 'known', result: { kind: 'missing', path: missing } };
  const value = renderTemplate(template, (part) => (part.kind === 'path' ? readPath(values, part) : undefined));
  return { kind: 'known', result: { kind: 'value', value } };
};
