import type { JsonObject } from '../json-object.ts';
import { type Check, canonical, type Evaluation, isObject, type Misfit, misfit } from './evaluation.ts';
import { formatCheck } from './formats.ts';
import type { Keywords, Pattern } from './keywords.ts';
import { UnknownValue } from './unknown-value.ts';

const WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

function isOfType(value: unknown, type: string): boolean {
  if (value instanceof UnknownValue) return value.mayBe(type);
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

/** What the keywords of one schema say of a value by itself, without looking into its members. */
export function assertions(words: Keywords): Check[] {
  return [
    ...typeChecks(words),
    ...numberChecks(words),
    ...textChecks(words),
    ...sizeChecks(words),
    ...nameChecks(words),
  ];
}

function typeChecks(words: Keywords): Check[] {
  const checks: Check[] = [];
  const types = words.types('type');
  if (types !== undefined) {
    for (const type of types) {
      if (!Object.hasOwn(WORDS, type))
        words.fail('type', `"${type}" is no type. Types are ${Object.keys(WORDS).join(', ')}.`);
    }
    const message = `must be ${types.map((type) => WORDS[type] ?? type).join(' or ')}`;
    checks.push((value) => (types.some((type) => isOfType(value, type)) ? undefined : misfit(message)));
  }
  const allowed = words.has('const') ? [words.value('const')] : words.list('enum');
  if (allowed !== undefined) {
    const texts = new Set(allowed.map((each) => canonical(each)));
    const shown = [...texts].slice(0, 10).map(shorten).join(', ');
    const message = texts.size === 1 ? `must be ${shown}` : `must be one of ${shown}${texts.size > 10 ? ', …' : ''}`;
    checks.push((value, evaluation) => {
      const { guesses } = evaluation;
      return texts.has(canonical(value, evaluation)) || evaluation.guesses > guesses ? undefined : misfit(message);
    });
  }
  return checks;
}

export const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** A check of numbers only; others fit. */
const ofNumbers = (fits: (value: number) => boolean, message: string): Check => {
  return (value) => (typeof value !== 'number' || fits(value) ? undefined : misfit(message));
};

function numberChecks(words: Keywords): Check[] {
  const checks: Check[] = [];
  const add = (name: string, fits: (value: number, bound: number) => boolean, text: string): void => {
    const bound = words.number(name);
    if (bound !== undefined) checks.push(ofNumbers((value) => fits(value, bound), `must be ${text} ${bound}`));
  };
  add('minimum', (value, bound) => value >= bound, 'at least');
  add('maximum', (value, bound) => value <= bound, 'at most');
  add('exclusiveMinimum', (value, bound) => value > bound, 'more than');
  add('exclusiveMaximum', (value, bound) => value < bound, 'less than');
  if ((words.number('multipleOf') ?? 1) <= 0) words.fail('multipleOf', 'This has to be more than 0.');
  add('multipleOf', isMultiple, 'a multiple of');
  return checks;
}

/** 0.3 is a multiple of 0.1, although their quotient is not quite 3. */
function isMultiple(value: number, of: number): boolean {
  const quotient = value / of;
  return Number.isFinite(quotient) && Math.abs(quotient - Math.round(quotient)) <= Math.abs(quotient) * Number.EPSILON;
}

/** Time grows with a text's length, and is spent where everything else waits. */
const MAX_MATCHED_LENGTH = 100_000;
/** Characters that are matched in the time in which one schema is applied. */
const CHARACTERS_PER_STEP = 4;

/** Undefined: nobody knows here, which is a guess. */
export function matches(pattern: Pattern, text: string, evaluation: Evaluation): boolean | undefined {
  evaluation.spend(Math.ceil(text.length / CHARACTERS_PER_STEP));
  const found = text.length <= MAX_MATCHED_LENGTH && pattern.test(text);
  if (found === undefined) evaluation.guess();
  return found;
}

function textChecks(words: Keywords): Check[] {
  const checks: Check[] = [];
  const ofTexts = (fits: (value: string, evaluation: Evaluation) => boolean, message: string): void => {
    checks.push((value, evaluation) =>
      typeof value !== 'string' || fits(value, evaluation) ? undefined : misfit(message),
    );
  };
  const least = words.count('minLength');
  const most = words.count('maxLength');
  if (least !== undefined) ofTexts((text) => lengthOf(text, least) >= least, `must have at least ${least} characters`);
  if (most !== undefined) ofTexts((text) => lengthOf(text, most) <= most, `must have at most ${most} characters`);
  const source = words.text('pattern');
  const pattern = source === undefined ? undefined : words.pattern('pattern', source);
  if (pattern) {
    ofTexts((text, evaluation) => matches(pattern, text, evaluation) !== false, `must match ${shorten(source ?? '')}`);
  }
  const format = words.text('format');
  const isOfFormat = format === undefined ? undefined : formatCheck(format);
  if (isOfFormat) ofTexts(isOfFormat, `must be of the format ${format}`);
  return checks;
}

/** In characters, where it matters; otherwise any number on the right side of the bound. */
function lengthOf(text: string, bound: number): number {
  if (text.length < bound || text.length > 2 * bound) return text.length;
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

function sizeChecks(words: Keywords): Check[] {
  const checks: Check[] = [];
  const add = (name: string, sizeOf: (value: unknown) => number | undefined, isMost: boolean, what: string): void => {
    const bound = words.count(name);
    if (bound === undefined) return;
    const message = `must have at ${isMost ? 'most' : 'least'} ${bound} ${what}`;
    checks.push((value) => {
      const size = sizeOf(value);
      return size === undefined || (isMost ? size <= bound : size >= bound) ? undefined : misfit(message);
    });
  };
  const items = (value: unknown) => (Array.isArray(value) ? value.length : undefined);
  const properties = (value: unknown) => (isObject(value) ? Object.keys(value).length : undefined);
  add('minItems', items, false, 'entries');
  add('maxItems', items, true, 'entries');
  add('minProperties', properties, false, 'members');
  add('maxProperties', properties, true, 'members');
  if (words.flag('uniqueItems')) checks.push(hasNoTwins);
  return checks;
}

const hasNoTwins: Check = (value, evaluation) => {
  if (!Array.isArray(value)) return undefined;
  const known = new Set<string>();
  for (const item of value) {
    const { guesses } = evaluation;
    const text = canonical(item, evaluation);
    if (evaluation.guesses > guesses) continue;
    if (known.has(text)) return misfit('must not have the same entry twice');
    known.add(text);
  }
  return undefined;
};

function nameChecks(words: Keywords): Check[] {
  const checks: Check[] = [];
  const required = words.names('required');
  if (required) checks.push((value) => (isObject(value) ? missing(value, required) : undefined));
  const dependent = words.object('dependentRequired');
  for (const name of Object.keys(dependent ?? {})) {
    const names = words.at('dependentRequired').names(name) ?? [];
    checks.push((value) => (isObject(value) && Object.hasOwn(value, name) ? missing(value, names) : undefined));
  }
  return checks;
}

function missing(value: JsonObject, names: readonly string[]): Misfit | undefined {
  const name = names.find((each) => !Object.hasOwn(value, each));
  return name === undefined ? undefined : { ...misfit(`must have a member "${shorten(name)}"`), missing: name };
}
