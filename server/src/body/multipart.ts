/** A part of a multipart body. Its bytes stand between `start` and `end` of the body; none of its names is ever a path. */
interface Part {
  readonly name: string;
  /** Undefined for a plain field. */
  readonly fileName: string | undefined;
  readonly contentType: string;
  readonly start: number;
  readonly end: number;
}

type Multipart =
  | { readonly kind: 'parts'; readonly parts: readonly Part[] }
  | { readonly kind: 'problem'; readonly message: string };

const MAX_PARTS = 1_000;
/** Of one part, in bytes. */
const MAX_HEADER_BYTES = 8_192;
const BOUNDARY = /;[ \t]*boundary[ \t]*=[ \t]*(?:"([^"\\]*)"|([^\s;"]+))/i;
/** @see https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1 */
const BOUNDARY_CHARACTERS = /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/;
const PARAMETER = /[ \t]*;[ \t]*([\w*-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/y;

/**
 * Finds the parts of a `multipart/form-data` body without copying any of them. What could be read in two ways is a
 * problem: a boundary that is missing, cut short or goes on, a part without a name, a folded or repeated header.
 * Never throws.
 * @see https://www.rfc-editor.org/rfc/rfc7578
 */
export function readMultipart(contentType: string, body: Uint8Array): Multipart {
  const named = BOUNDARY.exec(contentType);
  const boundary = named?.[1] ?? named?.[2] ?? '';
  if (!BOUNDARY_CHARACTERS.test(boundary)) return problem('names no boundary that could be used');
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const parts: Part[] = [];
  const isAtStart = bytes.subarray(0, delimiter.length - 2).equals(delimiter.subarray(2));
  let at = isAtStart ? delimiter.length - 2 : after(bytes, delimiter);
  while (at !== undefined) {
    if (bytes[at] === 0x2d && bytes[at + 1] === 0x2d) return { kind: 'parts', parts };
    if (bytes[at] !== 0x0d || bytes[at + 1] !== 0x0a) return problem('has a boundary that goes on on its line');
    if (parts.length === MAX_PARTS) return problem(`has more than ${MAX_PARTS} parts`);
    const headersEnd = bytes.subarray(at, at + MAX_HEADER_BYTES).indexOf('\r\n\r\n');
    if (headersEnd === -1) return problem(`has a part whose headers do not end within ${MAX_HEADER_BYTES} bytes`);
    const start = at + headersEnd + 4;
    const end = bytes.indexOf(delimiter, start);
    if (end === -1) break;
    const head = readHead(bytes.toString('utf8', at + 2, at + headersEnd));
    if (head === undefined) return problem(`has a part (number ${parts.length + 1}) whose headers cannot be read`);
    parts.push({ ...head, start, end });
    at = end + delimiter.length;
  }
  return problem('ends before its last boundary');
}

const problem = (what: string): Multipart => ({ kind: 'problem', message: `The multipart body ${what}.` });

function after(bytes: Buffer, delimiter: Buffer): number | undefined {
  const found = bytes.indexOf(delimiter);
  return found === -1 ? undefined : found + delimiter.length;
}

function readHead(text: string): Omit<Part, 'start' | 'end'> | undefined {
  const headers = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).toLowerCase();
    // Also what is folded has no name at its beginning; no other character below a space means anything here.
    if (!/^[\w-]+$/.test(name) || holdsControl(line) || headers.has(name)) return undefined;
    headers.set(name, line.slice(colon + 1).trim());
  }
  const coding = headers.get('content-transfer-encoding')?.toLowerCase() ?? 'binary';
  const disposition = readDisposition(headers.get('content-disposition') ?? '');
  if (disposition === undefined || !['7bit', '8bit', 'binary'].includes(coding)) return undefined;
  const contentType = headers.get('content-type');
  return {
    ...disposition,
    contentType: contentType ?? (disposition.fileName === undefined ? 'text/plain' : 'application/octet-stream'),
  };
}

/** Whether a character below a space, other than a tab, or DEL stands in the text. */
function holdsControl(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return true;
  }
  return false;
}

function readDisposition(text: string): Pick<Part, 'name' | 'fileName'> | undefined {
  const kind = /^form-data(?=[ \t;])/i.exec(text)?.[0];
  if (kind === undefined) return undefined;
  const parameters = new Map<string, string>();
  let at = kind.length;
  while (at < text.length) {
    PARAMETER.lastIndex = at;
    const found = PARAMETER.exec(text);
    const key = found?.[1]?.toLowerCase();
    if (found === null || key === undefined || parameters.has(key)) return undefined;
    parameters.set(key, found[2]?.replace(/\\(["\\])/g, '$1').replaceAll('%22', '"') ?? found[3] ?? '');
    at = PARAMETER.lastIndex;
  }
  const name = parameters.get('name');
  const extended = parameters.get('filename*');
  const fileName = parameters.get('filename') ?? (extended === undefined ? undefined : decoded(extended));
  const isUnreadable = extended !== undefined && fileName === undefined;
  return name === undefined || isUnreadable ? undefined : { name, fileName };
}

/** @see https://www.rfc-editor.org/rfc/rfc8187#section-3.2 */
function decoded(extended: string): string | undefined {
  const value = /^utf-8'[\w-]*'(.*)$/i.exec(extended)?.[1];
  try {
    const text = value === undefined ? undefined : decodeURIComponent(value);
    return text === undefined || holdsControl(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
