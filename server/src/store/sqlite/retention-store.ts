import type { RetentionStore } from '../retention-store.ts';
import type { LongReads } from './long-reads.ts';
import { getRetention } from './queries/read-retention.ts';
import type { Reader } from './reader.ts';
import { sweep } from './sweep/sweep.ts';
import type { Writer } from './writer.ts';

export function retentionStore(reader: Reader, writer: Writer, longReads: LongReads): RetentionStore {
  return {
    getRetention: reader.query(getRetention),
    setRetention: (id, own) => writer.write('setRetention', { id, own }),
    advanceRetentionTime: (now, atMostMs) => writer.write('advanceRetentionTime', { now, atMostMs }),
    // While a backup reads, nothing that was written since can leave the log, which would grow by all that is removed.
    removeExpired: sweep(reader, writer, () => longReads.backedUp),
    measure: () => longReads.measure(),
    backUp: (file) => longReads.backUp(file),
  };
}
