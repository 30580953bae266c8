import { type Header, OutboundError } from './outbound.ts';

// These frame the message on the wire or belong to one connection; a wrong value would smuggle a second request.
const SET_BY_CLIENT: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'http2-settings',
]);

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const NOT_IN_A_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

/**
 * Checks headers that a person or a template wrote.
 * @throws OutboundError `invalid-header`, naming the header but never its value
 */
export function checkHeaders(headers: readonly Header[]): readonly Header[] {
  for (const [name, value] of headers) {
    if (!TOKEN.test(name)) throw invalid(`${quoted(name)} is not a header name: use letters, digits and dashes.`);
    if (SET_BY_CLIENT.has(name.toLowerCase())) {
      throw invalid(`The header ${name} is set by Millrace itself and cannot be changed. Remove it from the request.`);
    }
    const found = NOT_IN_A_VALUE.exec(value);
    if (found) {
      throw invalid(`The value of the header ${name} contains ${charName(found[0])}, which a header cannot carry.`);
    }
  }
  return headers;
}

/**
 * Checks a method and writes it in capitals, as servers expect it.
 * @throws OutboundError `invalid-header`
 */
export function checkMethod(method: string): string {
  const upper = method.toUpperCase();
  if (!TOKEN.test(upper)) throw invalid(`${quoted(method)} is not an HTTP method.`);
  // CONNECT opens a tunnel past the guard; TRACE sends credentials back in the body.
  if (upper === 'CONNECT' || upper === 'TRACE' || upper === 'TRACK') {
    throw invalid(`The method ${upper} cannot be used for outgoing requests.`);
  }
  return upper;
}

const invalid = (sentence: string) => new OutboundError('invalid-header', sentence);

const quoted = (text: string) => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);

function charName(char: string): string {
  if (char === '\r' || char === '\n') return 'a line break';
  if (char === '\0') return 'a NUL character';
  return `the character U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
