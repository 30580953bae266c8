import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** What a schema says against a value: a sentence, and where in the value. */
export interface WordedIssue {
  readonly message: string;
  readonly path: readonly PropertyKey[];
}

/** What a schema says against a value, in words that a person can act on. */
export const issuesInWords = (error: z.core.$ZodError, value: unknown): WordedIssue[] =>
  error.issues
    .flatMap((issue) => flatten(issue, []))
    .map(({ issue, path }) => ({ message: inWords(issue, valueAt(value, path)), path }));

interface PlacedIssue {
  readonly issue: Issue;
  readonly path: readonly PropertyKey[];
}

/** Of alternatives that all fail, the one that was most likely meant says what is wrong. */
function flatten(issue: Issue, before: readonly PropertyKey[]): PlacedIssue[] {
  const path = [...before, ...issue.path];
  if (issue.code !== 'invalid_union') return [{ issue, path }];
  const likeliest = issue.errors
    .filter((issues) => issues.length > 0 && !issues.some(isOfAnotherShape))
    .sort((a, b) => depthOf(b) - depthOf(a))[0];
  return likeliest ? likeliest.flatMap((inner) => flatten(inner, path)) : [{ issue, path }];
}

/** A name that the alternative does not know, or one that it demands and the value lacks, shows that another one was meant. */
const isOfAnotherShape = (issue: Issue): boolean =>
  issue.code === 'unrecognized_keys' || (issue.code === 'invalid_type' && issue.path.length <= 1);

const depthOf = (issues: readonly Issue[]): number =>
  Math.max(...issues.map((issue) => issue.path.length + (issue.code === 'invalid_union' ? 1 : 0)));

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const key of path)
    at = typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined;
  return at;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** What to do, for the messages of the library; those of our schemas are sentences already. */
function inWords(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined) return 'This is missing.';
      return `This has to be ${KINDS[issue.expected] ?? issue.expected}.`;
    case 'too_small':
      return isOwnWording(issue.message)
        ? issue.message
        : `This has to be at least ${issue.minimum}${unitOf(issue.origin)}.`;
    case 'too_big':
      return isOwnWording(issue.message)
        ? issue.message
        : `This can be at most ${issue.maximum}${unitOf(issue.origin)}.`;
    case 'invalid_value':
      return `This has to be one of ${issue.values.map((allowed) => String(allowed)).join(', ')}.`;
    case 'unrecognized_keys':
      return `There is nothing called ${issue.keys.map((key) => `"${key}"`).join(', ')} here.`;
    case 'invalid_union':
      return isOwnWording(issue.message) ? issue.message : 'This is none of what can stand here.';
    default:
      return issue.message;
  }
}

const isOwnWording = (message: string): boolean => !/^(?:Invalid|Too (?:small|big)|Unrecognized)\b/.test(message);

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters long';
  return origin === 'array' ? ' entries long' : '';
}
