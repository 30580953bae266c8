import { openTemplate } from './open-template.ts';

/** What becomes of a typed character that stands there already: characters are removed at the caret, and it moves on. */
export interface TypedOver {
  readonly remove: number;
  /** Where the caret goes, counted after the removal. */
  readonly caret: number;
}

/**
 * The space and the brackets that were added behind `{{` are often typed as well. Says how to go over them instead of
 * having them twice; null when the character is to be inserted.
 */
export function typedOver(text: string, position: number, typed: string): TypedOver | null {
  const start = openTemplate(text, position);
  if (start === null) return null;
  const expression = text.slice(start, position);
  const after = text.slice(position);
  if (typed === ' ') return expression === ' ' && after.startsWith(' }}') ? { remove: 0, caret: position } : null;
  if (typed !== '}') return null;
  const depth = count(expression, '{') - count(expression, '}');
  // Between the two: the first one was typed a moment ago.
  if (depth === -1 && expression.endsWith('}') && after.startsWith('}')) return { remove: 0, caret: position + 1 };
  const [closing] = /^ ?\}\}/.exec(after) ?? [];
  if (depth !== 0 || closing === undefined) return null;
  const remove = closing.startsWith(' ') && expression.endsWith(' ') ? 1 : 0;
  return { remove, caret: position + closing.length - remove - 1 };
}

const count = (text: string, character: string): number => text.split(character).length - 1;
