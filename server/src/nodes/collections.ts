import type { CollectionChange } from '@millrace/shared/collection-change';

/** A record as a node sees it. */
export interface NodeRecord {
  readonly key: string;
  readonly value: unknown;
  readonly revision: number;
  /** ISO 8601. */
  readonly updatedAt: string;
}

export interface NodeRecordQuery {
  readonly prefix: string;
  /** Only records whose value has an equal value at this path. */
  readonly where: { readonly path: readonly (string | number)[]; readonly equals: unknown } | null;
  /** Go on behind this key; empty begins at the beginning. */
  readonly after: string;
  readonly limit: number;
}

/** What a step may do with the records of the instance. While the database cannot be reached, each call waits for it. */
export interface Collections {
  get(collection: string, key: string): Promise<NodeRecord | undefined>;
  /**
   * Changes one record, once for each step: a step that is run again, also after a crash, gets the outcome of the first
   * time. So a step makes one change.
   * @throws StepFailure when the change does not fit the record
   */
  change(
    collection: string,
    key: string,
    change: CollectionChange,
  ): Promise<{ readonly existed: boolean; readonly changed: boolean; readonly record: NodeRecord | null }>;
  /** Some of the records, which may be none while `next` says behind which key to go on; null at the end. */
  query(
    collection: string,
    query: NodeRecordQuery,
  ): Promise<{ readonly records: readonly NodeRecord[]; readonly next: string | null }>;
}
