import { effectiveRetention } from '@millrace/shared/retention';
import type { RemovedHistory, RetentionRound } from '../../retention-store.ts';
import { countPages } from '../queries/count-pages.ts';
import { nextRetention } from '../queries/read-retention.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';
import { PacedWriter } from './paced-writer.ts';
import { Removal } from './removal.ts';
import { sweepBySize } from './sweep-by-size.ts';
import { sweepWorkflow } from './sweep-workflow.ts';

/** So much of the file may be free, since it is soon used again: a sixteenth. */
const FREE_SHARE = 16;
/** Pages given back at once. */
const PAGES = 250;

export type Sweep = (round: RetentionRound, signal: AbortSignal) => Promise<RemovedHistory>;

/** A round of retention. @param whenAllowed waited for before each write */
export function sweep(reader: Reader, writer: Writer, whenAllowed: () => Promise<unknown>): Sweep {
  const next = reader.query(nextRetention);
  const pageCounts = reader.query(countPages);
  const ofWorkflow = sweepWorkflow(reader);
  const bySize = sweepBySize(reader);

  return async ({ policy, mostBytes, now }, signal) => {
    const paced = new PacedWriter(writer, signal, whenAllowed);
    const removal = new Removal(paced, now);
    for (let own = await next(0); own !== undefined && !paced.isStopped; own = await next(own.workflow)) {
      await ofWorkflow(own.workflow, effectiveRetention(policy, own), now, paced, removal);
    }
    if (mostBytes > 0) await bySize(mostBytes, paced, removal);
    while (!paced.isStopped && !(await paced.write('forgetKeys', { now })));
    await giveBack(paced);
    return removal.removed;
  };

  async function giveBack(paced: PacedWriter): Promise<void> {
    const { pages, freePages } = await pageCounts();
    let free = freePages;
    const spare = Math.floor((pages - freePages) / FREE_SHARE);
    while (free > spare && !paced.isStopped) {
      free = await paced.write('giveBackPages', { pages: Math.min(PAGES, free - spare) });
    }
  }
}
