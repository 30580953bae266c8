import { parseTemplate } from '@millrace/shared/template';

/**
 * What a person means by a text in a field that may hold any value: `12`, `true`, `null`, `[1]` and `{"a":1}` are
 * what they say, `"12"` in quotes is a text, and everything else is a text as it stands.
 */
export const valueOfText = (text: string): unknown => {
  const trimmed = text.trim();
  if (!/^(?:-?\d|true$|false$|null$|["[{])/.test(trimmed) || parseTemplate(text).kind !== 'literal') return text;
  try {
    const value: unknown = JSON.parse(trimmed);
    // A number that does not read back the same, as 007 or an id of twenty digits, is a text.
    return typeof value === 'number' && String(value) !== trimmed ? text : value;
  } catch {
    return text;
  }
};

/** What a person means in a field for a number: one in decimals, or else the text, as `{{ }}`. */
export const numberOfText = (text: string): unknown => (/^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text);

/** A value as it stands in a field for any value. */
export const textOfValue = (value: unknown): string => {
  if (value === undefined) return '';
  if (typeof value === 'string') return valueOfText(value) === value ? value : JSON.stringify(value);
  return JSON.stringify(value) ?? '';
};
