import type { CollectionChange } from '@millrace/shared/collection-change';
import type { Page, PageOf } from './page.ts';
import type { Claim } from './store.ts';

/** Where a record is; the key is 1 to 500 characters of Unicode text. */
export interface RecordPlace {
  readonly collection: string;
  readonly key: string;
}

export interface StoredRecord {
  readonly key: string;
  /** Its value. */
  readonly json: string;
  /** 1 for a new record, and one more with each change. */
  readonly revision: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A record in a list: the start of its value instead of the whole. */
export interface RecordEntry extends Omit<StoredRecord, 'json'> {
  readonly preview: string;
  /** Of the whole value. */
  readonly sizeBytes: number;
}

/** In whose name a record is changed: a step does it once, a person as long as nobody else did. */
export type ChangeOrigin =
  | { readonly kind: 'step'; readonly claim: Claim; readonly stepKey: string }
  /** With a revision, only when the record still has it. */
  | { readonly kind: 'person'; readonly revision?: number | undefined };

export type ChangeOutcome =
  | {
      readonly kind: 'applied';
      /** Whether there was a record before. */
      readonly existed: boolean;
      /** False: the value was the same already, and nothing was written. */
      readonly changed: boolean;
      /** As it is after the change; null when there is none. */
      readonly record: StoredRecord | null;
    }
  /** The change does not fit what is there; nothing was written. `message` is a sentence about the record. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The record has another revision by now. */
  | { readonly kind: 'stale' }
  /** Somebody else owns the execution now, or it is final. */
  | { readonly kind: 'not-owner' };

export interface RecordQuery {
  readonly prefix: string;
  /** Only records whose value has the same value at this path. */
  readonly where: { readonly path: readonly (string | number)[]; readonly equals: unknown } | null;
  /** Go on behind this key; empty begins at the beginning. */
  readonly after: string;
  readonly limit: number;
}

export interface CollectionStore {
  /**
   * Changes a record in one transaction. What a step changed is remembered under its key until its execution ends: asked
   * again with the same key, also by another process, it is not done again, and the outcome is the one of the first time.
   */
  changeRecord(place: RecordPlace, change: CollectionChange, origin: ChangeOrigin, now: number): Promise<ChangeOutcome>;
  getRecord(place: RecordPlace): Promise<StoredRecord | undefined>;
  /**
   * Records in the order of their keys (by code point). Looks at a bounded number of them at a time: it may find fewer than
   * the limit, or none, and `next` is then all the same the key behind which to go on; null at the end.
   */
  queryRecords(
    collection: string,
    query: RecordQuery,
  ): Promise<{ readonly records: readonly StoredRecord[]; readonly next: string | null }>;
  /** By name; those without records are not there. */
  listCollections(
    page: Page,
  ): Promise<PageOf<{ readonly name: string; readonly records: number; readonly updatedAt: number }>>;
  /** By key. */
  listRecords(collection: string, page: Page & { readonly prefix: string }): Promise<PageOf<RecordEntry>>;
}
