import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long the rest of a refused body is read and thrown away, in milliseconds. */
const LINGER_MS = 1_000;

const STACK_TRACE_LIMIT = Error.stackTraceLimit;

const doomed = new WeakSet<Socket>();

/** True when nothing that still comes over this connection is to be read as a request. */
export const isDoomed = (socket: Socket): boolean => doomed.has(socket);

/** From now on, nothing that comes over this connection is a request. */
export function doom(socket: Socket): void {
  if (doomed.has(socket)) return;
  doomed.add(socket);
  forgetQuietly(socket);
}

/**
 * When a connection closes, Node destroys each of its requests that was not answered with an error of its own, and formats
 * its stack, which is most of what a connection full of requests costs. Nobody sees the errors of a doomed one.
 */
function forgetQuietly(socket: Socket): void {
  socket.prependOnceListener('close', () => {
    Error.stackTraceLimit = 0;
  });
  socket.once('close', () => {
    Error.stackTraceLimit = STACK_TRACE_LIMIT;
  });
}

/**
 * Ends a connection whose request is not read to its end, after the answer was written. Closing at once would reset it,
 * and the sender would often see that instead of the answer: what it still sends is thrown away for a moment.
 */
export function endConnection(req: IncomingMessage, res: ServerResponse): void {
  const { socket } = req;
  doom(socket);
  const end = (): void => {
    clearTimeout(timer);
    req.off('end', end).off('close', end);
    res.end();
    socket.destroySoon();
  };
  const timer = setTimeout(end, LINGER_MS);
  req.on('end', end).on('close', end).on('error', end);
  req.resume();
}
