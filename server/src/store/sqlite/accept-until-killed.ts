import { publishedWorkflow, sampleDelivery, sampleExecution } from '../conformance/samples.ts';
import { openSqliteStore } from './open-sqlite-store.ts';

// Run by a test, which kills it: accepts deliveries without end, and prints the id of each once it is committed.

const store = await openSqliteStore({ file: process.argv[2] ?? '' });
const published = await publishedWorkflow(store);
const senders = Array.from({ length: 10 }, async () => {
  for (;;) {
    const delivery = sampleDelivery(published.workflowId);
    const execution = sampleExecution(published, delivery.id, { owner: 'killed' });
    await store.accept(delivery, execution);
    process.stdout.write(`${execution.id}\n`);
  }
});
await Promise.all(senders);
