import { RE2JS } from 're2js';
import { StepFailure } from './implement.ts';

const MAX_PATTERN_LENGTH = 1_000;
/** Time grows with the text's length only, but it is spent where everything else waits. */
const MAX_TEXT_LENGTH = 100_000;
const MAX_COMPILED = 500;

const compiled = new Map<string, RE2JS>();

/**
 * Whether a pattern is found in a text, in time that grows with the length of both and never explodes: RE2 syntax, so
 * without lookaround and back references.
 * @throws StepFailure when the pattern is none, or one of them is too long.
 */
export function matchesPattern(text: string, pattern: string): boolean {
  if (text.length > MAX_TEXT_LENGTH) {
    throw failure(`The text to match has ${text.length} characters; a pattern is tried on at most ${MAX_TEXT_LENGTH}.`);
  }
  return compile(pattern).matcher(text).find();
}

function compile(pattern: string): RE2JS {
  const known = compiled.get(pattern);
  if (known) return known;
  if (pattern.length > MAX_PATTERN_LENGTH) {
    throw failure(`The pattern has ${pattern.length} characters; ${MAX_PATTERN_LENGTH} are the most.`);
  }
  let made: RE2JS;
  try {
    made = RE2JS.compile(pattern);
  } catch (error) {
    throw failure(`"${pattern}" is not a pattern that can be used: ${error instanceof Error ? error.message : error}.`);
  }
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(pattern, made);
  return made;
}

const failure = (message: string) => new StepFailure({ code: 'invalid-pattern', message }, { retryable: false });
