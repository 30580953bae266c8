import type { CollectionChange } from '@millrace/shared/collection-change';
import type { Collections, NodeRecord, NodeRecordQuery } from '../nodes/collections.ts';
import { StepFailure } from '../nodes/implement.ts';
import type { StoredRecord } from '../store/collection-store.ts';
import type { Claim, Store } from '../store/store.ts';
import { parseOutput } from './step-value.ts';
import { untilWritten } from './until-written.ts';

interface StepCollectionsOptions {
  readonly store: Pick<Store, 'changeRecord' | 'getRecord' | 'queryRecords'>;
  readonly claim: Claim;
  /** The same for every attempt of the step. */
  readonly stepKey: string;
  /** Aborted when the engine closes: nothing is waited for any longer. */
  readonly closing: AbortSignal;
  /** Somebody else owns the execution now. */
  readonly onLost: () => void;
}

/** The records of the instance, as one step of one execution may use them. */
export class StepCollections implements Collections {
  readonly #options: StepCollectionsOptions;

  constructor(options: StepCollectionsOptions) {
    this.#options = options;
  }

  async get(collection: string, key: string): Promise<NodeRecord | undefined> {
    const { store, closing } = this.#options;
    const record = await untilWritten(() => store.getRecord({ collection, key }), closing);
    return record && shown(record);
  }

  async change(collection: string, key: string, change: CollectionChange) {
    const { store, claim, stepKey, closing, onLost } = this.#options;
    const origin = { kind: 'step', claim, stepKey } as const;
    const made = () => store.changeRecord({ collection, key }, change, origin, Date.now());
    const outcome = await untilWritten(made, closing);
    switch (outcome.kind) {
      case 'applied':
        return { existed: outcome.existed, changed: outcome.changed, record: outcome.record && shown(outcome.record) };
      case 'refused':
        throw failure(
          'record-refused',
          `The record "${key}" of "${collection}" was not changed. ${outcome.message} Correct the record under Collections, or what this node does with it.`,
        );
      case 'stale':
      case 'not-owner':
        onLost();
        throw failure('not-owner', 'Another process runs this execution by now.');
    }
  }

  async query(collection: string, query: NodeRecordQuery) {
    const { store, closing } = this.#options;
    const { records, next } = await untilWritten(() => store.queryRecords(collection, query), closing);
    return { records: records.map(shown), next };
  }
}

const shown = ({ key, json, revision, updatedAt }: StoredRecord): NodeRecord => ({
  ...{ key, revision },
  value: parseOutput(json),
  updatedAt: new Date(updatedAt).toISOString(),
});

const failure = (code: string, message: string): StepFailure =>
  new StepFailure({ code, message }, { retryable: false });
