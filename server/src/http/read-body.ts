import type { IncomingMessage } from 'node:http';
import type { BodyRead } from '../intake/intake.ts';
import type { BodyBudget, Reading } from './body-budget.ts';

/** How long the body may take from the moment the headers are there, in milliseconds. Below the server's own limit. */
export const BODY_TIMEOUT_MS = 8_000;

interface ReadBodyOptions {
  readonly limitBytes: number;
  readonly budget: BodyBudget;
  readonly timeoutMs?: number;
}

const EMPTY = Buffer.alloc(0);
/** Memory for a body that does not come at once begins with so many bytes. */
const FIRST_BYTES = 16_384;

/** Reads the raw body. Stops reading as soon as it is too large. */
export function readBody(
  req: IncomingMessage,
  { limitBytes, budget, timeoutMs = BODY_TIMEOUT_MS }: ReadBodyOptions,
): Promise<BodyRead> {
  const announced = Number(req.headers['content-length'] ?? Number.NaN);
  if (announced > limitBytes) return Promise.resolve({ kind: 'too-large' });
  return new Promise((resolve) => {
    let bytes: Buffer = EMPTY;
    let size = 0;
    let reading: Reading | undefined;

    const settle = (result: BodyRead): void => {
      clearTimeout(timer);
      req.off('data', take).off('end', finish).off('close', abort);
      if (reading) budget.end(reading);
      bytes = EMPTY;
      resolve(result);
    };
    const stop = (kind: 'too-large' | 'overloaded'): void => {
      req.pause();
      settle({ kind });
    };
    const take = (chunk: Buffer): void => {
      // Most come whole, and hold nothing while anybody waits.
      if (chunk.length === announced) {
        bytes = chunk;
        size = announced;
        return;
      }
      const grown = size + chunk.length;
      if (grown > limitBytes) {
        stop('too-large');
        return;
      }
      if (grown > bytes.length) {
        reading ??= budget.begin(() => stop('overloaded'));
        // Only what came counts, and not what was announced; small chunks of their own would each cost far more memory.
        const room = Math.min(Math.max(grown, 2 * bytes.length, FIRST_BYTES), announced || limitBytes);
        if (!budget.grow(reading, room)) return;
        const next = Buffer.allocUnsafeSlow(room);
        bytes.copy(next, 0, 0, size);
        bytes = next;
      }
      chunk.copy(bytes, size);
      size = grown;
    };
    const finish = (): void =>
      settle({ kind: 'read', bytes: size === bytes.length ? bytes : Buffer.copyBytesFrom(bytes, 0, size) });
    const abort = (): void => settle({ kind: 'aborted' });
    const timer = setTimeout(() => settle({ kind: 'timed-out' }), timeoutMs);

    req.on('data', take).on('end', finish).on('close', abort);
    // It stays: an error that comes after the body was settled has to find a listener, too.
    req.on('error', abort);
  });
}
