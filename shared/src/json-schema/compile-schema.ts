import type { JsonObject } from '../json-object.ts';
import { applicators, type Subschemas } from './applicators.ts';
import { assertions } from './assertions.ts';
import { type Check, Evaluation, EvaluationLimit, isObject, type Misfit, misfit, Seen } from './evaluation.ts';
import { Keywords, type PatternCompiler, SchemaMistake } from './keywords.ts';
import { UnknownValue } from './unknown-value.ts';

/** A schema that is ready, or what is wrong with it and where. */
export type CompiledSchema =
  | {
      readonly kind: 'compiled';
      /** Says in a sentence where a value does not fit; undefined when it does. Never throws. */
      misfit(value: unknown): string | undefined;
      /** The same, taken apart. @throws EvaluationLimit, or RangeError, where a value cannot be looked at to the end. */
      find(value: unknown): Misfit | undefined;
    }
  | { readonly kind: 'mistake'; readonly path: readonly string[]; readonly message: string };

/** Characters of JSON. */
const MAX_SCHEMA_LENGTH = 100_000;
const MAX_SCHEMA_DEPTH = 100;

/**
 * Makes a JSON Schema ready, as of draft 2020-12, with `format` checked. It is interpreted, never made into code, so that
 * whoever writes a schema runs nothing; a value is looked at for a bounded time. References lead within the schema only.
 * @see https://json-schema.org/draft/2020-12/json-schema-validation
 */
export function compileSchema(schema: unknown, compilePattern: PatternCompiler): CompiledSchema {
  try {
    if (JSON.stringify(schema).length > MAX_SCHEMA_LENGTH) {
      throw new SchemaMistake([], `A schema may have ${MAX_SCHEMA_LENGTH} characters at the most.`);
    }
    const check = new Compiler(schema, compilePattern).check;
    const find = (value: unknown) => check(value, new Evaluation(), undefined);
    return { kind: 'compiled', misfit: (value) => sentenceOf(value, find), find };
  } catch (error) {
    if (error instanceof SchemaMistake) return { kind: 'mistake', path: error.path, message: error.message };
    // The stack is too short for what is to be looked at.
    return { kind: 'mistake', path: [], message: 'The schema is nested too deeply.' };
  }
}

function sentenceOf(value: unknown, find: (value: unknown) => Misfit | undefined): string | undefined {
  let found: Misfit | undefined;
  try {
    found = find(value);
  } catch (error) {
    found = misfit(error instanceof EvaluationLimit ? error.message : 'is nested too deeply');
  }
  if (found === undefined) return undefined;
  const pointer = found.path
    .toReversed()
    .map((at) => `/${String(at).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
  const where = pointer === '' ? 'The body' : pointer.slice(0, MAX_POINTER_LENGTH);
  return `${where} ${found.message}.`;
}

/** The sender chooses names; a sentence should end some time. */
const MAX_POINTER_LENGTH = 300;

/** Keywords that would be passed over in silence, although whoever writes them means something. */
const unsupported: Readonly<Record<string, string>> = {
  $dynamicRef: 'References that are resolved while a value is looked at are not supported. Use "$ref".',
  $recursiveRef: 'This is of an older draft. Use "$ref".',
  dependencies: 'This is of an older draft. Use "dependentRequired" or "dependentSchemas".',
  additionalItems: 'This is of an older draft. Use "items" behind "prefixItems".',
};

class Compiler {
  readonly check: Check;
  readonly #root: unknown;
  readonly #compilePattern: PatternCompiler;
  readonly #anchors = new Map<string, Located>();
  /** By the schema itself, so that one that is referred to, or refers to itself, is made ready once. */
  readonly #ready = new Map<unknown, { check: Check }>();

  constructor(root: unknown, compilePattern: PatternCompiler) {
    this.#root = root;
    this.#compilePattern = compilePattern;
    this.#findAnchors(root, []);
    this.check = this.#compile(root, []);
  }

  #findAnchors(schema: unknown, path: readonly string[]): void {
    if (path.length > MAX_SCHEMA_DEPTH) throw new SchemaMistake([], 'The schema is nested too deeply.');
    if (Array.isArray(schema)) {
      for (const [index, item] of schema.entries()) this.#findAnchors(item, [...path, String(index)]);
    } else if (isObject(schema)) {
      if (typeof schema.$anchor === 'string') this.#anchors.set(schema.$anchor, { schema, path });
      for (const [name, member] of Object.entries(schema)) this.#findAnchors(member, [...path, name]);
    }
  }

  #compile(schema: unknown, path: readonly string[]): Check {
    if (typeof schema === 'boolean') return schema ? () => undefined : () => misfit('must not be there');
    if (!isObject(schema)) throw new SchemaMistake(path, 'A schema has to be an object, or true or false.');
    const ready = this.#ready.get(schema);
    if (ready) return (value, evaluation, seen) => ready.check(value, evaluation, seen);
    const made: { check: Check } = { check: () => undefined };
    this.#ready.set(schema, made);
    made.check = this.#checkOf(schema, path);
    return made.check;
  }

  #checkOf(schema: JsonObject, path: readonly string[]): Check {
    const words = new Keywords(schema, path, this.#compilePattern);
    for (const [name, message] of Object.entries(unsupported)) if (words.has(name)) words.fail(name, message);
    if (path.length > 0 && words.has('$id'))
      words.fail('$id', 'A schema within another one has no "$id". Use "$anchor".');
    if (Array.isArray(words.value('items')))
      words.fail('items', 'A list here is of an older draft. Use "prefixItems".');
    const reference = words.text('$ref');
    const checks = [
      ...assertions(words),
      ...(reference === undefined ? [] : [this.#follow(reference, words)]),
      ...applicators(words, this.#subschemas(words, path)),
    ];
    const needsSeen = words.has('unevaluatedItems') || words.has('unevaluatedProperties');
    return (value, evaluation, seen) => {
      const own = needsSeen ? new Seen() : seen;
      evaluation.enter();
      if (value instanceof UnknownValue) evaluation.guess();
      for (const check of checks) {
        const found = check(value, evaluation, own);
        if (found === undefined) continue;
        evaluation.leave();
        return found;
      }
      evaluation.leave();
      if (seen && own && own !== seen) seen.add(own);
      return undefined;
    };
  }

  #subschemas(words: Keywords, path: readonly string[]): Subschemas {
    return {
      at: (keyword) => (words.has(keyword) ? this.#compile(words.value(keyword), [...path, keyword]) : undefined),
      listAt: (keyword) =>
        words.list(keyword)?.map((schema, index) => this.#compile(schema, [...path, keyword, String(index)])),
      mapAt: (keyword) =>
        Object.entries(words.object(keyword) ?? {}).map(
          ([name, schema]) => [name, this.#compile(schema, [...path, keyword, name])] as const,
        ),
    };
  }

  #follow(reference: string, words: Keywords): Check {
    const id = isObject(this.#root) && typeof this.#root.$id === 'string' ? this.#root.$id : undefined;
    const own =
      id !== undefined && (reference === id || reference.startsWith(`${id}#`)) ? reference.slice(id.length) : reference;
    if (own !== '' && !own.startsWith('#')) {
      words.fail('$ref', 'Other schemas are never fetched. Put it into "$defs" here, and refer to "#/$defs/…".');
    }
    const target = this.#locate(own.slice(1));
    if (target === undefined) return words.fail('$ref', `There is nothing at "${reference}".`);
    return this.#compile(target.schema, target.path);
  }

  #locate(fragment: string): Located | undefined {
    const text = decoded(fragment);
    if (text === '') return { schema: this.#root, path: [] };
    if (!text.startsWith('/')) return this.#anchors.get(text);
    const path = text
      .slice(1)
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    let schema = this.#root;
    for (const part of path) {
      if (typeof schema !== 'object' || schema === null || !Object.hasOwn(schema, part)) return undefined;
      schema = Reflect.get(schema, part);
    }
    return { schema, path };
  }
}

interface Located {
  readonly schema: unknown;
  readonly path: readonly string[];
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
