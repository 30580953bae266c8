import { isJsonObject } from '../json-object.ts';
import { anything } from './unknown-value.ts';

/** Deeper bodies are nobody's. */
const MAX_DEPTH = 200;

/**
 * What a body with templates comes to as JSON, as far as that is known before it runs.
 * @param ofText what one of its texts comes to; undefined where that is nothing
 */
export function foreseenBody(body: unknown, ofText: (text: string) => unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) return anything;
  if (typeof body === 'string') return ofText(body);
  // Nothing is null in a list, and left out of an object.
  if (Array.isArray(body)) return body.map((item) => foreseenBody(item, ofText, depth + 1) ?? null);
  if (!isJsonObject(body)) return body;
  const members = Object.entries(body).map(
    ([name, member]) => [name, foreseenBody(member, ofText, depth + 1)] as const,
  );
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}
