import { parentPort, workerData } from 'node:worker_threads';
import { BackupRefused } from '../retention-store.ts';
import { backUp } from './back-up.ts';
import type { LongRead, LongReadOutcome } from './long-reads.ts';
import { openForReading } from './open-database.ts';
import { countContents } from './queries/count-contents.ts';

// Does one thing that takes long, on a connection of its own, and ends.

const port = parentPort;
if (port === null) throw new Error('Long reads run in a worker thread.');
const read: LongRead = workerData;
port.postMessage(outcomeOf());

function outcomeOf(): LongReadOutcome {
  try {
    return { kind: 'done', result: run() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: error instanceof BackupRefused ? 'refused' : 'failed', message };
  }
}

function run(): unknown {
  if (read.kind === 'back-up') return { sizeBytes: backUp(read.database, read.into) };
  const db = openForReading(read.database);
  try {
    return countContents(db)();
  } finally {
    db.close();
  }
}
