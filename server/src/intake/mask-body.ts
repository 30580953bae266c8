import { MASK } from './mask.ts';

const MASK_BYTES = Buffer.from(MASK);
const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const WHITE_SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * A JSON body in which the texts of these fields are hidden, wherever they stand; the very same bytes where there are
 * none. Reads each byte once, and takes bodies that are cut off or broken, too.
 */
export function maskBody(body: Uint8Array, fields: readonly string[]): Uint8Array {
  if (fields.length === 0) return body;
  const pieces: Uint8Array[] = [];
  let kept = 0;
  for (let start = body.indexOf(QUOTE); start >= 0; ) {
    const end = endOfText(body, start);
    const colon = skipSpace(body, end);
    const value = body[colon] === COLON ? skipSpace(body, colon + 1) : body.length;
    if (body[value] !== QUOTE) {
      start = body.indexOf(QUOTE, end);
      continue;
    }
    const endOfValue = endOfText(body, value);
    if (fields.includes(readName(body.subarray(start + 1, end - 1)))) {
      pieces.push(body.subarray(kept, value + 1), MASK_BYTES);
      kept = endOfValue - 1;
    }
    start = body.indexOf(QUOTE, endOfValue);
  }
  return pieces.length === 0 ? body : Buffer.concat([...pieces, body.subarray(kept)]);
}

/** Behind the closing quote of the text whose opening one stands there; of one that is cut off, behind where it would be. */
function endOfText(body: Uint8Array, start: number): number {
  for (let at = start + 1; at < body.length; at += 1) {
    if (body[at] === QUOTE) return at + 1;
    if (body[at] === BACKSLASH) at += 1;
  }
  return body.length + 1;
}

function skipSpace(body: Uint8Array, from: number): number {
  let at = from;
  while (at < body.length && WHITE_SPACE.has(body[at] ?? 0)) at += 1;
  return at;
}

/** The name of a field, which may be written with escapes. */
function readName(source: Uint8Array): string {
  const name = Buffer.from(source).toString();
  if (!name.includes('\\')) return name;
  try {
    return String(JSON.parse(`"${name}"`));
  } catch {
    return name;
  }
}
