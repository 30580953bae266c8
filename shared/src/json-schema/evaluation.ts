import { isJsonObject, type JsonObject } from '../json-object.ts';
import { UnknownValue } from './unknown-value.ts';

/** What does not fit, and where: names and indices, innermost first. */
export interface Misfit {
  readonly path: (string | number)[];
  readonly message: string;
  /** The member that is not there although it has to be. */
  readonly missing?: string;
}

export const misfit = (message: string): Misfit => ({ path: [], message });

/** A value that was to be looked at for longer than anybody should wait. */
export class EvaluationLimit extends Error {
  override readonly name = 'EvaluationLimit';
}

/** So many schemas are applied to one value at the most: some 100 ms. */
const MAX_STEPS = 2_000_000;
/** A schema that refers to itself without going deeper into the value would never end. */
const MAX_DEPTH = 1_000;

/** One value's way through a schema, which ends however schema and value play together. */
export class Evaluation {
  #steps = 0;
  #depth = 0;
  #guesses = 0;

  /**
   * How often something passed because nobody knows the value. What was found not to fit never rests on a guess; whoever
   * concludes something from the fact that a value fits has to see whether one was made on the way.
   */
  get guesses(): number {
    return this.#guesses;
  }

  guess(): void {
    this.#guesses += 1;
  }

  /** @throws EvaluationLimit after too many steps. */
  spend(steps: number): void {
    this.#steps += steps;
    if (this.#steps > MAX_STEPS) throw new EvaluationLimit('takes too long to compare with the schema');
  }

  /** To be called around each schema. @throws EvaluationLimit where they are nested too deeply. */
  enter(): void {
    this.spend(1);
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH)
      throw new EvaluationLimit('is compared with a schema that refers to itself without end');
  }

  leave(): void {
    this.#depth -= 1;
  }
}

/** Members that a schema has looked at, for `unevaluatedProperties` and `unevaluatedItems`. */
export class Seen {
  readonly names = new Set<string>();
  readonly indices = new Set<number>();
  /** There may be others: whether a schema that looks at them applies depends on a value that nobody knows. */
  isPart = false;

  add(other: Seen): void {
    for (const name of other.names) this.names.add(name);
    for (const index of other.indices) this.indices.add(index);
    this.isPart ||= other.isPart;
  }
}

/** Undefined: it fits, as far as the values are known. `seen` is wanted only where somebody asks what was looked at. */
export type Check = (value: unknown, evaluation: Evaluation, seen: Seen | undefined) => Misfit | undefined;

export const isObject = (value: unknown): value is JsonObject =>
  isJsonObject(value) && !(value instanceof UnknownValue);

/** The same text for equal values, whatever the order of names; of one that nobody knows, a guess. */
export function canonical(value: unknown, evaluation?: Evaluation): string {
  evaluation?.spend(1);
  if (value instanceof UnknownValue) {
    evaluation?.guess();
    return '?';
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, evaluation)).join()}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name], evaluation)}`).join()}}`;
}
