/** Ceilings for JSON that somebody else wrote. */
export interface JsonLimits {
  /** Arrays and objects inside each other. */
  readonly maxDepth: number;
  /** Members of all objects together. */
  readonly maxKeys: number;
}

/** 100,000 members are too many. */
export const JSON_LIMITS: JsonLimits = { maxDepth: 100, maxKeys: 99_999 };

export type JsonScan =
  | { readonly kind: 'fine' }
  /** A number may be beyond what a double holds; to be looked for after parsing. */
  | { readonly kind: 'huge-numbers' }
  | { readonly kind: 'too-deep' }
  | { readonly kind: 'too-many-keys' };

const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
/** With this many digits, or such an exponent, a number can leave the range of a double. */
const HUGE_DIGITS = 300;

const FINE: JsonScan = { kind: 'fine' };
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** Text of at most so many characters has no room for too many members: each takes four at the least. */
const isShort = (text: string, { maxKeys }: JsonLimits): boolean => text.length < 4 * maxKeys && text.length <= 65_536;

/** What a number that leaves the range of a double has to hold, unless it has `MANY_DIGITS`: else it stays below 1e299. */
const LARGE_EXPONENT = /\d[eE]\+?\d{3}/;
const MANY_DIGITS = 200;

/** Whether so many digits stand in a row. Such a row covers a multiple of its length, so that few places are looked at. */
function hasManyDigits(text: string): boolean {
  for (let at = MANY_DIGITS - 1; at < text.length; at += MANY_DIGITS) {
    let [start, end] = [at, at];
    while (isDigit(text.charCodeAt(start - 1))) start--;
    while (isDigit(text.charCodeAt(end))) end++;
    if (end - start >= MANY_DIGITS) return true;
  }
  return false;
}

/** Whether a character stands in the text at most so often. The engine's own search is far faster than a walk. */
function isRare(text: string, character: string, atMost: number): boolean {
  let at = text.indexOf(character);
  for (let count = 0; at !== -1; at = text.indexOf(character, at + 1)) if (++count > atMost) return false;
  return true;
}

/** Most bodies: so short and with so few brackets, wherever they stand, that a look is enough. */
function scanShort(text: string, limits: JsonLimits): JsonScan | undefined {
  const half = limits.maxDepth >> 1;
  if (!isShort(text, limits) || !isRare(text, '{', half) || !isRare(text, '[', half)) return undefined;
  return LARGE_EXPONENT.test(text) || hasManyDigits(text) ? { kind: 'huge-numbers' } : FINE;
}

/**
 * Walks over JSON text once, without building anything, and says whether it is safe to parse. What is not JSON may pass:
 * the parser says so.
 */
export function scanJson(text: string, limits: JsonLimits = JSON_LIMITS): JsonScan {
  const short = scanShort(text, limits);
  if (short !== undefined) return short;
  let depth = 0;
  let keys = 0;
  let digits = 0;
  let mayBeHuge = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) {
      if (++digits > HUGE_DIGITS) mayBeHuge = true;
      continue;
    }
    // `e` and `E`: an exponent when digits came before, a letter of true or false otherwise.
    if (digits > 0 && (code | 0x20) === 0x65) mayBeHuge = true;
    digits = 0;
    if (code === QUOTE) {
      at = endOfString(text, at);
    } else if (code === COLON) {
      if (++keys > limits.maxKeys) return { kind: 'too-many-keys' };
    } else if ((code | 0x20) === 0x7b) {
      // [ and {
      if (++depth > limits.maxDepth) return { kind: 'too-deep' };
    } else if ((code | 0x20) === 0x7d) {
      // ] and }
      depth--;
    }
  }
  return mayBeHuge ? { kind: 'huge-numbers' } : FINE;
}

/** Index of the closing quote, or the text's length. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((end - 1 - before) % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}
