import { foreseenBody } from '@millrace/shared/json-schema/foreseen-body';
import { anyText, anything } from '@millrace/shared/json-schema/unknown-value';
import { parseTemplate } from '@millrace/shared/template';
import type { Scope } from '../data/node-data.ts';
import { nativePreview } from '../fields/native-preview.ts';

/** What a body comes to on the chosen data, as far as that is known here; what is missing there is left out of it. */
export const bodyOnData = (body: unknown, scope: Scope): unknown =>
  foreseenBody(body, (text) => textOnData(text, scope));

function textOnData(text: string, scope: Scope): unknown {
  const preview = nativePreview(text, scope);
  if (preview.kind === 'literal') return text;
  const isText = parseTemplate(text).kind === 'text';
  if (preview.kind === 'known' && preview.result.kind === 'value') return preview.result.value;
  if (preview.kind === 'known' && preview.result.kind === 'missing' && !isText) return undefined;
  return isText ? anyText : anything;
}
