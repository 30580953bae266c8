import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const waiting = new WeakMap<Socket, ServerResponse>();

/**
 * True when a request came although two before it on its connection are not answered yet. One may wait: it may have been
 * sent behind an answer that we have not seen off. Senders of webhooks send no more, but a flood would, as every request
 * that is begun costs memory and time at once.
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-9.3.2
 */
export function isOneTooMany(req: IncomingMessage, res: ServerResponse): boolean {
  // Node gives a response its socket once it is its turn.
  if (res.socket !== null) return false;
  const before = waiting.get(req.socket);
  if (before !== undefined && before.socket === null && !before.writableFinished) return true;
  waiting.set(req.socket, res);
  return false;
}
