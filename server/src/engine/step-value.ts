import { parseJson } from '@millrace/shared/parse-json';
import type { StoredValue } from '../store/store.ts';

/** Largest value that a step may put out, in UTF-16 units of its JSON text. */
export const MAX_VALUE_LENGTH = 5_000_000;

/** Deeper values come from no sender, and would overflow the stack of whoever walks over them. */
const OUTPUT_LIMITS = { maxDepth: 1_000, maxKeys: 5_000_000 };

/** Reads JSON text that a script wrote. @throws RangeError when it is too deep */
export function parseOutput(json: string): unknown {
  const parsed = parseJson(json, OUTPUT_LIMITS);
  if (parsed.kind === 'problem') throw new RangeError(`The value ${parsed.message}.`);
  return parsed.value;
}

/**
 * A value on its way through an execution. It is turned into JSON text, and text into a value, at most once, and only
 * when somebody asks. `stored` is how a record names it, without copying what another step holds already.
 */
export class StepValue {
  readonly stored: StoredValue;
  #json: string | undefined;
  #value: unknown;
  #hasValue: boolean;

  private constructor(
    stored: StoredValue,
    parts: { readonly json: string; readonly value?: unknown } | { readonly value: unknown },
  ) {
    this.stored = stored;
    this.#hasValue = 'value' in parts;
    if ('value' in parts) this.#value = parts.value;
    if ('json' in parts) this.#json = parts.json;
  }

  /** What a step put out, with its JSON text where that is known. `key` is the step's. */
  static of(key: string, value: unknown, json?: string): StepValue {
    const stored = { kind: 'same-as', nodeId: key } as const;
    return new StepValue(stored, json === undefined ? { value: value === undefined ? null : value } : { value, json });
  }

  /** What `nodeId` put out as JSON text that is known to be valid. */
  static ofJson(nodeId: string, json: string): StepValue {
    return new StepValue({ kind: 'same-as', nodeId }, { json });
  }

  static ofBody(value: unknown): StepValue {
    return new StepValue({ kind: 'trigger-body' }, { value });
  }

  /** What a round of a container is about. */
  static ofItem(value: unknown): StepValue {
    return new StepValue({ kind: 'none' }, { value: value === undefined ? null : value });
  }

  /** The values of several upstream nodes, keyed by their names. */
  static joined(parts: readonly { readonly name: string; readonly value: StepValue }[]): StepValue {
    // fromEntries defines members, so that a node named __proto__ is one like any other.
    const value = Object.fromEntries(parts.map((part) => [part.name, part.value.value]));
    return new StepValue({ kind: 'none' }, { value });
  }

  get value(): unknown {
    if (!this.#hasValue) {
      this.#value = parseOutput(this.#json ?? 'null');
      this.#hasValue = true;
    }
    return this.#value;
  }

  get json(): string {
    this.#json ??= JSON.stringify(this.#value) ?? 'null';
    return this.#json;
  }

  /** True when some step, or the delivery, holds it already. */
  get isShared(): boolean {
    return this.stored.kind !== 'none';
  }

  /** As it is kept where the value itself belongs: in the output of the step that made it. */
  get own(): StoredValue {
    return this.stored.kind === 'trigger-body' ? this.stored : { kind: 'json', json: this.json };
  }

  /** As it is kept where the value came from elsewhere: in an input, or in the output of a step that passed it on. */
  get reference(): StoredValue {
    return this.stored.kind === 'none' ? { kind: 'json', json: this.json } : this.stored;
  }
}
