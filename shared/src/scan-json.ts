/** Ceilings for JSON that somebody else wrote. */
export interface JsonLimits {
  /** Arrays and objects inside each other. */
  readonly maxDepth: number;
  /** Members of all objects together. */
  readonly maxKeys: number;
}

export const JSON_LIMITS: JsonLimits = { maxDepth: 100, maxKeys: 100_000 };

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

/**
 * Walks over JSON text once, without building anything, and says whether it is safe to parse. What is not JSON may pass:
 * the parser says so.
 */
export function scanJson(text: string, limits: JsonLimits = JSON_LIMITS): JsonScan {
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
