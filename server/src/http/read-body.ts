import type { IncomingMessage } from 'node:http';
import type { BodyRead } from '../intake/intake.ts';

/** How long the body may take from the moment the headers are there, in milliseconds. Below the server's own limit. */
export const BODY_TIMEOUT_MS = 8_000;

/** Reads the raw body, never holding more than the limit and one chunk. Stops reading as soon as it is too large. */
export function readBody(req: IncomingMessage, limitBytes: number, timeoutMs = BODY_TIMEOUT_MS): Promise<BodyRead> {
  if (Number(req.headers['content-length'] ?? 0) > limitBytes) return Promise.resolve({ kind: 'too-large' });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;

    const settle = (result: BodyRead): void => {
      clearTimeout(timer);
      req.off('data', take).off('end', finish).off('close', abort);
      resolve(result);
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limitBytes) {
        req.pause();
        settle({ kind: 'too-large' });
      } else {
        chunks.push(chunk);
      }
    };
    const finish = (): void => {
      const [only] = chunks;
      settle({ kind: 'read', bytes: chunks.length === 1 && only ? only : Buffer.concat(chunks, size) });
    };
    const abort = (): void => settle({ kind: 'aborted' });
    const timer = setTimeout(() => settle({ kind: 'timed-out' }), timeoutMs);

    req.on('data', take).on('end', finish).on('close', abort);
    // It stays: an error that comes after the body was settled has to find a listener, too.
    req.on('error', abort);
  });
}
