import { parentPort, workerData } from 'node:worker_threads';
import { batchWrites } from './batch-writes.ts';
import { openForWriting } from './open-database.ts';
import { operations } from './operations.ts';
import { RecentKeys } from './recent-keys.ts';
import { runBatch } from './run-batch.ts';
import type { WriterRequest, WriterSettings } from './write-outcome.ts';

// The one place where the database is written. Each message is a batch, and each batch one transaction. Nothing that is
// imported here loads zod: that would double the time until the first write.

const port = parentPort;
if (port === null) throw new Error('The writer runs as a worker thread.');
const { file, busyTimeoutMs }: WriterSettings = workerData;
const db = openForWriting(file, busyTimeoutMs);

type Run = (input: unknown, bytes: Uint8Array) => unknown;
const prepared = new Map<string, Run>();

/** Prepares an operation when it is first used. */
function runOf(name: string): Run {
  const known = prepared.get(name);
  if (known !== undefined) return known;
  if (!Object.hasOwn(operations, name)) throw new Error(`There is no write operation "${name}".`);
  // The writer's `write` method lets only the operation's own input pass.
  const run = operations[name as keyof typeof operations](db) as Run;
  prepared.set(name, run);
  return run;
}

const run = (name: string, input: unknown, bytes: Uint8Array): unknown => runOf(name)(input, bytes);

/** Without a batch for so long, nobody waits for the next one, in milliseconds. */
const IDLE_MS = 20;

/** Does what can wait, a little at a time, so that a batch finds the way free. */
const idle = setTimeout(() => {
  if (!RecentKeys.mayBeFiled(db)) return;
  const [outcome] = runBatch(db, [() => RecentKeys.fileAtLeisure(db)]);
  if (outcome?.kind === 'committed' && outcome.result === true) idle.refresh();
}, IDLE_MS);

port.on('message', (request: WriterRequest) => {
  if (request.kind === 'close') {
    clearTimeout(idle);
    db.close();
    port.close();
    return;
  }
  port.postMessage(runBatch(db, batchWrites(request.calls, request.bytes, run)));
  idle.refresh();
});
