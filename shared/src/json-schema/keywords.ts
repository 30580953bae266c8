import type { JsonObject } from '../json-object.ts';
import { isObject } from './evaluation.ts';

/** A mistake in a schema: what it is, and where. */
export class SchemaMistake extends Error {
  override readonly name = 'SchemaMistake';
  readonly path: readonly string[];

  constructor(path: readonly string[], message: string) {
    super(message);
    this.path = path;
  }
}

/** A pattern that is ready to be tried. */
export interface Pattern {
  /** Undefined: that is not to be found out here. */
  test(text: string): boolean | undefined;
}

/** Makes a pattern ready. @throws Error when it is none. */
export type PatternCompiler = (source: string) => Pattern;

/** Reads the keywords of one schema; a keyword of the wrong type is a `SchemaMistake`. */
export class Keywords {
  readonly #schema: JsonObject;
  readonly #path: readonly string[];
  readonly #compile: PatternCompiler;

  constructor(schema: JsonObject, path: readonly string[], compile: PatternCompiler) {
    this.#schema = schema;
    this.#path = path;
    this.#compile = compile;
  }

  /** @throws SchemaMistake always. */
  fail(name: string, message: string): never {
    throw new SchemaMistake([...this.#path, name], message);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#schema, name);
  }

  value(name: string): unknown {
    return this.has(name) ? this.#schema[name] : undefined;
  }

  /** The keywords of a member. */
  at(name: string): Keywords {
    return new Keywords(this.object(name) ?? {}, [...this.#path, name], this.#compile);
  }

  number(name: string): number | undefined {
    return this.#read(name, (value) => typeof value === 'number', 'a number');
  }

  count(name: string): number | undefined {
    return this.#read(
      name,
      (value): value is number => Number.isInteger(value) && Number(value) >= 0,
      'a whole number from 0 on',
    );
  }

  text(name: string): string | undefined {
    return this.#read(name, (value) => typeof value === 'string', 'a text');
  }

  flag(name: string): boolean | undefined {
    return this.#read(name, (value) => typeof value === 'boolean', 'true or false');
  }

  list(name: string): readonly unknown[] | undefined {
    return this.#read(name, (value): value is readonly unknown[] => Array.isArray(value), 'a list');
  }

  object(name: string): JsonObject | undefined {
    return this.#read(name, isObject, 'an object');
  }

  names(name: string): readonly string[] | undefined {
    return this.#read(name, isTexts, 'a list of texts');
  }

  /** One type, or a list of them. */
  types(name: string): readonly string[] | undefined {
    const value = this.value(name);
    return typeof value === 'string' ? [value] : this.names(name);
  }

  pattern(name: string, source: string): Pattern {
    try {
      return this.#compile(source);
    } catch (error) {
      return this.fail(name, `This pattern cannot be used: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #read<Value>(name: string, fits: (value: unknown) => value is Value, what: string): Value | undefined {
    const value = this.value(name);
    if (value === undefined || fits(value)) return value;
    return this.fail(name, `This has to be ${what}.`);
  }
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
