import { forEach, MAX_ITEMS } from '@millrace/shared/nodes/for-each';
import { implement, StepFailure } from './implement.ts';

export const forEachNode = implement(forEach, ({ nodeName }, { items, batchSize, concurrency, onItemError }) => {
  if (!Array.isArray(items)) {
    const message = `"${nodeName}" needs a list of items, and its expression came to none. Give the path of a list under "Items".`;
    throw new StepFailure({ code: 'no-list', message }, { retryable: false });
  }
  if (items.length > MAX_ITEMS) {
    const message = `"${nodeName}" got ${items.length} items; it takes ${MAX_ITEMS} at the most. Split the list before it.`;
    throw new StepFailure({ code: 'too-many-items', message }, { retryable: false });
  }
  return { kind: 'rounds', items: batchSize === 1 ? items : inBatches(items, batchSize), concurrency, onItemError };
});

const inBatches = (items: readonly unknown[], size: number): unknown[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, batch) => items.slice(batch * size, (batch + 1) * size));
