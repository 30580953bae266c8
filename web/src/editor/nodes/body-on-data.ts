import { anyText, anything } from '@millrace/shared/json-schema/unknown-value';
import { parseTemplate } from '@millrace/shared/template';
import type { Scope } from '../data/node-data.ts';
import { nativePreview } from '../fields/native-preview.ts';

/** Deeper bodies are nobody's. */
const MAX_DEPTH = 100;

/** What a body comes to on the chosen data, as far as that is known here; what is missing there is left out of it. */
export function bodyOnData(body: unknown, scope: Scope, depth = 0): unknown {
  if (depth > MAX_DEPTH) return anything;
  if (typeof body === 'string') return textOnData(body, scope);
  // What is missing in a list is null in JSON.
  if (Array.isArray(body)) return body.map((item) => bodyOnData(item, scope, depth + 1) ?? null);
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body)
      .map(([name, member]) => [name, bodyOnData(member, scope, depth + 1)] as const)
      .filter(([, member]) => member !== undefined),
  );
}

function textOnData(text: string, scope: Scope): unknown {
  const preview = nativePreview(text, scope);
  if (preview.kind === 'literal') return text;
  const isText = parseTemplate(text).kind === 'text';
  if (preview.kind === 'known' && preview.result.kind === 'value') return preview.result.value;
  if (preview.kind === 'known' && preview.result.kind === 'missing' && !isText) return undefined;
  return isText ? anyText : anything;
}
