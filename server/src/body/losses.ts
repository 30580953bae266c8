import { isMultipart } from './body-files.ts';
import { isForm, parseBody } from './parse-body.ts';

/** Losses that are told; there may be as many as values. */
const MAX_TOLD = 10;

/** What a value cannot hold of what was written, as a sentence about its place. */
class Loss {
  readonly say: (place: string) => string;

  constructor(say: (place: string) => string) {
    this.say = say;
  }
}

/**
 * What of a body nodes do not see as it was written, in sentences: numbers that are rounded, `-0`, halves of
 * characters, and bytes that are no text. It is found in the raw body whenever somebody looks, so that receiving pays
 * nothing for it. Empty for a body that could not be read at all.
 */
export function lossesOf(contentType: string | null, bytes: Uint8Array): string[] {
  const parsed = parseBody(contentType, bytes);
  if (parsed.kind === 'problem') return [];
  if (parsed.lossy) return ['Bytes of the body that are no text were replaced by �; the raw body keeps them.'];
  if (isMultipart(contentType) || isForm(contentType ?? '') || isBytes(parsed.value)) return [];
  const isText = typeof parsed.value === 'string' && parsed.value.isWellFormed();
  const losses = isText ? [] : lossesIn(marked(new TextDecoder().decode(bytes)));
  return losses.length <= MAX_TOLD
    ? losses
    : [...losses.slice(0, MAX_TOLD), `There are ${losses.length - MAX_TOLD} more of this kind.`];
}

const isBytes = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).join() === 'base64';

/** The JSON value with a mark in place of what is lost; NDJSON as the array that it becomes. */
function marked(text: string): unknown {
  try {
    return JSON.parse(text, mark);
  } catch {
    try {
      return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line, mark) as unknown]));
    } catch {
      return null;
    }
  }
}

/** @see https://tc39.es/proposal-json-parse-with-source/ */
function mark(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value === 'string' && !value.isWellFormed()) {
    return new Loss(
      (place) => `The text ${place} holds half of a character, which cannot be kept; the raw body keeps it.`,
    );
  }
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined || isExact(source, value)) return value;
  const shown = source.length > 60 ? `${source.slice(0, 60)}…` : source;
  return new Loss((place) => `${shown} ${place} cannot be held exactly; the raw body keeps it.`);
}

function lossesIn(value: unknown, path = ''): string[] {
  if (value instanceof Loss) return [value.say(path === '' ? 'in the body' : `at ${path}`)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    lossesIn(member, Array.isArray(value) ? `${path}[${key}]` : `${path}${path === '' ? '' : '.'}${key}`),
  );
}

/** Whether a number is written back as the number that was read, in whatever form. */
const isExact = (source: string, value: number): boolean =>
  String(value) === source || decimalOf(String(value)) === decimalOf(source);

/** One spelling for all of a number's: sign, digits without zeros around them, and the power of ten that they count. */
function decimalOf(text: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  let length = digits.length;
  while (digits[length - 1] === '0') length -= 1;
  if (length === 0) return `${sign}0`;
  return `${sign}${digits.slice(0, length)}e${Number(power) - fraction.length + digits.length - length}`;
}
