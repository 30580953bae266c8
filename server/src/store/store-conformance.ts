import { afterEach, beforeEach, describe } from 'vitest';
import { collectionConformance } from './conformance/collection-conformance.ts';
import { deduplicationConformance } from './conformance/deduplication-conformance.ts';
import { deliverySearchConformance } from './conformance/delivery-search-conformance.ts';
import { executionConformance } from './conformance/execution-conformance.ts';
import { failureConformance } from './conformance/failure-conformance.ts';
import { historyConformance } from './conformance/history-conformance.ts';
import { intakeConformance } from './conformance/intake-conformance.ts';
import { retentionConformance } from './conformance/retention-conformance.ts';
import { secretConformance } from './conformance/secret-conformance.ts';
import { testCaseConformance } from './conformance/test-case-conformance.ts';
import { turnConformance } from './conformance/turn-conformance.ts';
import { waitingConformance } from './conformance/waiting-conformance.ts';
import { workflowConformance } from './conformance/workflow-conformance.ts';
import type { Store } from './store.ts';

/** What every store must do. `open` makes an empty one. */
export function storeConformance(name: string, open: () => Promise<Store>): void {
  describe(name, () => {
    let store: Store | undefined;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store?.close());
    const current = (): Store => {
      if (store === undefined) throw new Error('The store is not open.');
      return store;
    };
    workflowConformance(current);
    intakeConformance(current);
    deduplicationConformance(current);
    executionConformance(current);
    waitingConformance(current);
    turnConformance(current);
    failureConformance(current);
    historyConformance(current);
    deliverySearchConformance(current);
    collectionConformance(current);
    testCaseConformance(current);
    secretConformance(current);
    retentionConformance(current);
  });
}
