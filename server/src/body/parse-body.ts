import { parseJson } from '@millrace/shared/parse-json';
import { JSON_LIMITS, scanJson } from '@millrace/shared/scan-json';
import { isFile, readMultipartForm, referenceTo } from './body-files.ts';

/** What a body became, or a sentence on why it could not be read as what it says it is. */
export type ParsedBody =
  | {
      readonly kind: 'parsed';
      readonly value: unknown;
      /** True when bytes that are no text were replaced by `\uFFFD`; the raw bytes are kept elsewhere. */
      readonly lossy: boolean;
    }
  | { readonly kind: 'problem'; readonly message: string };

/**
 * Reads a body by its content type:
 * - JSON (`application/json`, `…+json`): the value. Invalid JSON, invalid UTF-8 and another charset are problems.
 * - `application/x-www-form-urlencoded`: an object; a repeated name becomes an array of its values.
 * - `multipart/form-data`: an object like a form's, in which a file is a `FileReference`.
 * - NDJSON: an array of its lines' values, under the limits of one JSON body.
 * - `text/*` and XML: text, in the charset that it names, else UTF-8.
 * - no content type: JSON when it can be read as such, else text when it is UTF-8, else bytes.
 * - anything else: `{ base64 }`.
 * An empty body is `null`, or `''` where it says that it is text. Never throws.
 */
export function parseBody(contentType: string | null, bytes: Uint8Array): ParsedBody {
  const type = mediaTypeOf(contentType);
  if (bytes.length === 0) return parsed(type.kind === 'text' ? '' : null);
  switch (type.kind) {
    case 'text':
      return readText(bytes, type.charset);
    case 'json':
      return readJson(bytes, type.charset);
    case 'ndjson':
      return readLines(bytes);
    case 'form':
      return readForm(bytes);
    case 'multipart':
      return readMultipartBody(type.contentType, bytes);
    case 'none':
      return guess(bytes);
    case 'bytes':
      return parsed({ base64: toBase64(bytes) });
  }
}

type MediaType =
  | { readonly kind: 'json' | 'text'; readonly charset: string }
  | { readonly kind: 'multipart'; readonly contentType: string }
  | { readonly kind: 'form' | 'ndjson' | 'bytes' | 'none' };

const ESSENCE = /^[ \t]*([!#$%&'*+.^_`|~\w-]+\/[!#$%&'*+.^_`|~\w-]+)[ \t]*(?:;|$)/;
const CHARSET = /;[ \t]*charset[ \t]*=[ \t]*(?:"([^"\\]*)"|([^\s;"]+))/i;
const NDJSON = /^application\/(?:x-)?(?:ndjson|jsonl|jsonlines)$/;
const TEXT = /^text\/|^application\/(?:xml|yaml)$|\+xml$/;

function mediaTypeOf(contentType: string | null): MediaType {
  if (contentType === null || contentType.trim() === '') return { kind: 'none' };
  if (contentType === 'application/json') return { kind: 'json', charset: 'utf-8' };
  const essence = ESSENCE.exec(contentType)?.[1]?.toLowerCase();
  if (essence === undefined) return { kind: 'bytes' };
  const named = CHARSET.exec(contentType);
  const charset = (named?.[1] ?? named?.[2] ?? 'utf-8').toLowerCase();
  if (essence === 'application/json' || essence.endsWith('+json')) return { kind: 'json', charset };
  if (essence === 'application/x-www-form-urlencoded') return { kind: 'form' };
  if (essence === 'multipart/form-data') return { kind: 'multipart', contentType };
  if (NDJSON.test(essence)) return { kind: 'ndjson' };
  return TEXT.test(essence) ? { kind: 'text', charset } : { kind: 'bytes' };
}

/** Whether a body of this type is read as a form. */
export const isForm = (contentType: string): boolean => mediaTypeOf(contentType).kind === 'form';

const strict = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder('utf-8');

const parsed = (value: unknown, lossy = false): ParsedBody => ({ kind: 'parsed', value, lossy });
const problem = (message: string): ParsedBody => ({ kind: 'problem', message });

function decode(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

function readJson(bytes: Uint8Array, charset: string): ParsedBody {
  if (charset !== 'utf-8' && charset !== 'utf8' && charset !== 'us-ascii') {
    return problem(`The body says that it is JSON in ${charset.slice(0, 40)}; JSON is read as UTF-8 only.`);
  }
  const text = decode(bytes);
  if (text === undefined) return problem('The body says that it is JSON, and holds bytes that are not UTF-8.');
  const json = parseJson(text);
  return json.kind === 'parsed' ? parsed(json.value) : problem(`The body ${json.message}.`);
}

function readLines(bytes: Uint8Array): ParsedBody {
  const text = decode(bytes);
  if (text === undefined) return problem('The body says that it is NDJSON, and holds bytes that are not UTF-8.');
  // All lines together may have what one body may have.
  const scan = scanJson(text);
  if (scan.kind === 'too-many-keys') return problem(`The body has more than ${JSON_LIMITS.maxKeys} object members.`);
  const values: unknown[] = [];
  let number = 0;
  for (const line of text.split('\n')) {
    number += 1;
    if (line.trim() === '') continue;
    if (values.length === JSON_LIMITS.maxKeys) return problem(`The body has more than ${JSON_LIMITS.maxKeys} lines.`);
    const json = parseJson(line);
    if (json.kind === 'problem') return problem(`Line ${number} of the body ${json.message}.`);
    values.push(json.value);
  }
  return parsed(values);
}

function readMultipartBody(contentType: string, bytes: Uint8Array): ParsedBody {
  const form = readMultipartForm(contentType, bytes);
  if (form.kind === 'problem') return form;
  let lossy = false;
  const pairs = form.fields.map(([name, value]): [string, unknown] => {
    if (isFile(value)) return [name, referenceTo(value)];
    const text = decode(value);
    lossy ||= text === undefined;
    return [name, text ?? lenient.decode(value)];
  });
  return parsed(collectPairs(pairs), lossy);
}

function readForm(bytes: Uint8Array): ParsedBody {
  const text = decode(bytes);
  const source = text ?? lenient.decode(bytes);
  let separators = 0;
  for (let at = source.indexOf('&'); at !== -1; at = source.indexOf('&', at + 1)) {
    if (++separators >= JSON_LIMITS.maxKeys) return problem(`The body has more than ${JSON_LIMITS.maxKeys} fields.`);
  }
  return parsed(collectPairs(new URLSearchParams(source)), text === undefined);
}

/** Names and values as an object; a repeated name becomes an array. `__proto__` becomes a member like any other. */
export function collectPairs<Value>(pairs: Iterable<[string, Value]>): Record<string, Value | Value[]> {
  const collected = new Map<string, Value | Value[]>();
  for (const [name, value] of pairs) {
    const before = collected.get(name);
    if (before === undefined) collected.set(name, value);
    else if (Array.isArray(before)) before.push(value);
    else collected.set(name, [before, value]);
  }
  return Object.fromEntries(collected);
}

function readText(bytes: Uint8Array, charset: string): ParsedBody {
  if (charset !== 'utf-8' && charset !== 'utf8') {
    try {
      const text = new TextDecoder(charset).decode(bytes);
      return parsed(text, text.includes('\uFFFD'));
    } catch {
      return problem(`The body is text in ${charset.slice(0, 40)}, which cannot be read; send it as UTF-8.`);
    }
  }
  const text = decode(bytes);
  return text === undefined ? parsed(lenient.decode(bytes), true) : parsed(text);
}

function guess(bytes: Uint8Array): ParsedBody {
  const text = decode(bytes);
  if (text === undefined) return parsed({ base64: toBase64(bytes) });
  const json = parseJson(text);
  return parsed(json.kind === 'parsed' ? json.value : text);
}

/** In pieces, since a function takes only so many arguments. */
function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8_192) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  }
  return btoa(binary);
}
