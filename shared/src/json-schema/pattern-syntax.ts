import type { Pattern } from './keywords.ts';

/** What could take for ever, and what needs it, is not offered. */
const BEYOND_LINEAR = /\(\?<?[=!]|\\[1-9]|\\k</;
const LONG_CLASS = /\\p\{(?![A-Z][a-z]?\})/i;
const MAX_PATTERN_LENGTH = 1_000;
const MAX_REPEATS = 1_000;

/**
 * Whether a pattern can be used where hostile texts are matched: a short one, as JavaScript writes it, without lookaround
 * and back references. What it returns takes any text: it is for looking at patterns, not for matching with them.
 * @throws Error when it cannot, with a sentence.
 */
export function checkPattern(source: string): Pattern {
  if (source.length > MAX_PATTERN_LENGTH) {
    throw new Error(`it has ${source.length} characters; ${MAX_PATTERN_LENGTH} are the most.`);
  }
  if (BEYOND_LINEAR.test(source.replaceAll('\\\\', ''))) {
    throw new Error('lookaround and back references are not supported.');
  }
  if (LONG_CLASS.test(source)) throw new Error('write Unicode classes by their short names, as \\p{L} or \\p{Lu}.');
  for (const [, ...counts] of source.matchAll(/\{(\d+)(?:,(\d*))?\}/g)) {
    if (counts.some((count) => Number(count ?? 0) > MAX_REPEATS)) {
      throw new Error(`it repeats something more than ${MAX_REPEATS} times.`);
    }
  }
  // Only its syntax is looked at; it is never tried.
  new RegExp(source, 'u');
  return { test: () => true };
}
