import { parseTemplate, partsOf } from '@millrace/shared/template';

export type JsonText =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'invalid'; readonly message: string };

/**
 * Reads JSON in which `{{ }}` may stand for any value, in quotes or bare: `{ "total": {{ input.total }} }` is the
 * same as `{ "total": "{{ input.total }}" }`. A single `{{ }}` alone is the whole value.
 */
export const readJsonTemplate = (text: string): JsonText => {
  const plain = parsed(text);
  if (plain.kind === 'value') return plain;
  const template = parseTemplate(text);
  if (template.kind === 'unclosed') return { kind: 'invalid', message: template.message };
  if (template.kind === 'single') return { kind: 'value', value: text.trim() };
  if (text.trim() === '') return { kind: 'invalid', message: 'Write a JSON value, or an expression in {{ }}.' };
  let quoted = '';
  let position = 0;
  for (const part of partsOf(template)) {
    const before = text.slice(position, part.start);
    quoted += before;
    const source = text.slice(part.start, part.end);
    // Inside a string the quotes of the expression have to be escaped, outside it needs some around it.
    const escaped = JSON.stringify(source);
    quoted += insideString(quoted) ? escaped.slice(1, -1) : escaped;
    position = part.end;
  }
  quoted += text.slice(position);
  return parsed(quoted);
};

const parsed = (json: string): JsonText => {
  try {
    return { kind: 'value', value: JSON.parse(json) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      kind: 'invalid',
      message: `This is not JSON yet: ${reason.replace(/^JSON\.parse: |^SyntaxError: /, '')}.`,
    };
  }
};

/** A value as it stands in the field. */
export const writeJsonTemplate = (value: unknown): string => {
  if (value === undefined) return '';
  if (typeof value === 'string' && parseTemplate(value).kind === 'single') return value;
  return JSON.stringify(value, null, 2) ?? '';
};

/** Whether a JSON text so far ends within a string. */
const insideString = (json: string): boolean => {
  let inside = false;
  for (let index = 0; index < json.length; index++) {
    if (json[index] === '\\' && inside) index++;
    else if (json[index] === '"') inside = !inside;
  }
  return inside;
};
