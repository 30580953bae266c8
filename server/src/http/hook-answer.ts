import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { HandshakeAnswer } from '../intake/verifier.ts';
import type { SenderResponse } from '../nodes/implement.ts';
import { endConnection } from './doomed-connections.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * Answers with JSON and as few headers as possible: this is the hot path.
 * @param headers Further names and values in turn.
 */
export function answerJson(res: ServerResponse, status: number, value: unknown, headers: readonly string[] = []): void {
  // What cannot be JSON (undefined inside) is left out by stringify; undefined itself has no text.
  const text = JSON.stringify(value) ?? 'null';
  const length = String(Buffer.byteLength(text));
  const own = ['content-type', JSON_TYPE, 'content-length', length, 'x-content-type-options', 'nosniff'];
  res.writeHead(status, headers.length === 0 ? own : [...own, ...headers]);
  res.end(text);
}

/** Answers a sender that asks whether this URL is willing to receive. Never a page: part of it may be what came. */
export function answerHandshake(res: ServerResponse, { status, headers, body }: HandshakeAnswer): void {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.setHeader('x-content-type-options', 'nosniff');
  if (status !== 204) res.setHeader('content-length', Buffer.byteLength(body));
  res.statusCode = status;
  res.end(status === 204 ? undefined : body);
}

/** Turns a sender away. The body is the same for every reason. */
export function answerRefusal(
  res: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  const text = refusalText(status);
  res.setHeader('content-type', JSON_TYPE);
  res.setHeader('content-length', Buffer.byteLength(text));
  res.statusCode = status;
  res.end(text);
}

/** Turns away a sender whose body is still coming, so that it can read the answer before the connection ends. */
export function closeAfterRefusal(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  const text = refusalText(status);
  const length = String(Buffer.byteLength(text));
  res.writeHead(status, ['content-type', JSON_TYPE, 'content-length', length, 'connection', 'close']);
  res.write(text);
  endConnection(req, res);
}

const refusalText = (status: number): string => JSON.stringify({ error: STATUS_CODES[status] ?? 'Refused' });

/** Set here, or they would break the framing of the answer or what keeps its page apart from the editor. */
const ownHeaders = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'trailer',
  'upgrade',
  'date',
  'content-security-policy',
  'x-content-type-options',
]);

/** What a respond node said. Its page shares our origin, so it may do nothing in a browser but be looked at. */
export function answerSender(res: ServerResponse, { status, headers, body }: SenderResponse): void {
  const flat = headers.filter(([name]) => !ownHeaders.has(name.toLowerCase())).flat();
  flat.push('x-content-type-options', 'nosniff', 'content-security-policy', 'sandbox');
  const empty = status === 204 || status === 205 || status === 304;
  if (!empty) flat.push('content-length', String(Buffer.byteLength(body)));
  res.writeHead(status, flat);
  res.end(empty ? undefined : body);
}
