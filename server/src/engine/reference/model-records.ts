import { isDeepStrictEqual } from 'node:util';
import type { Seen } from './meanings.ts';
import type { RecordMeaning } from './record-meanings.ts';

/** The values that a record has in the course of an execution, by the steps that leave it so; undefined: no record. */
export type RecordCourse = readonly { readonly step: string; readonly value: unknown }[];

interface ModelRecord {
  readonly value: unknown;
  readonly revision: number;
}

/** The records of one execution in one world. */
export class ModelRecords {
  readonly #records = new Map<string, ModelRecord>();
  readonly #courses = new Map<string, { step: string; value: unknown }[]>();

  get courses(): ReadonlyMap<string, RecordCourse> {
    return this.#courses;
  }

  /**
   * Does what a node says, and returns its output.
   * @throws Error where the change is refused
   */
  apply(meaning: RecordMeaning, key: string, step: string, seen: Seen): unknown {
    const before = this.#records.get(key);
    if (meaning.kind === 'query') return { records: before ? [{ key, ...before }] : [], next: null };
    const existed = before !== undefined;
    if (meaning.kind === 'get') return { key, existed, ...shown(before) };
    const value = meaning.after(before?.value, seen);
    const changed = !isDeepStrictEqual(value, before?.value);
    const after = value === undefined ? undefined : { value, revision: (before?.revision ?? 0) + (changed ? 1 : 0) };
    if (after) this.#records.set(key, after);
    else this.#records.delete(key);
    this.#courses.set(key, [...(this.#courses.get(key) ?? []), { step, value }]);
    return { key, existed, changed, ...shown(after) };
  }
}

const shown = (record: ModelRecord | undefined) => record ?? { value: null, revision: null };
