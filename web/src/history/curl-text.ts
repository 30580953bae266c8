import type { Delivery } from '@millrace/shared/execution';
import { MASK } from './mask.ts';

/** Curl makes these itself, for the connection that it opens; and the body is kept inflated. */
const ownHeaders = new Set([
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'transfer-encoding',
  'upgrade',
  'user-agent',
]);
/** Stands where a credential stood. */
const PLACEHOLDER = 'REPLACE_ME';
/** A larger body does not fit into one argument, which Linux limits to 128 KiB. */
const LONGEST_ARGUMENT = 100_000;
/** What a terminal may take for a key that was pressed when it is pasted. */
const CONTROL = /(?![\t\n])\p{Cc}/u;

/** A text as one word of a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

type CurlDelivery = Pick<Delivery, 'method' | 'path' | 'query' | 'headers' | 'rawBody' | 'bodyKept'>;

/**
 * A shell line that sends a delivery again as it came. Comments above it say what is not known any more: credentials,
 * for which a placeholder stands, and what of the body was not kept.
 */
export function curlText(delivery: CurlDelivery, triggerUrl: string): string {
  const { method, path, query, headers, rawBody } = delivery;
  const url = `${triggerUrl}${path}${query === '' ? '' : `?${query}`}`;
  const sent = headers.filter(([name]) => !ownHeaders.has(name.toLowerCase()));
  const { option, pipe } = bodyOf(rawBody);
  const typed = sent.some(([name]) => name.toLowerCase() === 'content-type');
  const command = [
    `curl${methodOption(method, rawBody.text !== '')}${urlOptions(url)} ${quoted(url.replaceAll(MASK, PLACEHOLDER))}`,
    ...sent.map(([name, value]) => `-H ${quoted(headerText(name, value.replaceAll(MASK, PLACEHOLDER)))}`),
    // Curl takes a body without a type for a form.
    ...(option === null || typed ? [] : [`-H 'Content-Type:'`]),
    ...(option === null ? [] : [option]),
  ].join(' \\\n  ');
  return [...hints(delivery), pipe + command].join('\n');
}

function hints({ query, headers, bodyKept }: CurlDelivery): readonly string[] {
  const masked = headers.filter(([, value]) => value.includes(MASK)).map(([name]) => name);
  const parameters = query
    .split('&')
    .filter((pair) => pair.endsWith(`=${MASK}`))
    .map((pair) => pair.slice(0, -MASK.length - 1));
  const unknown = [...masked, ...parameters].map(plain);
  return [
    ...(unknown.length === 0
      ? []
      : [`# Credentials are not kept. Put them in place of ${PLACEHOLDER}: ${unknown.join(', ')}`]),
    ...(bodyKept === 'none' ? ['# The body was never read and is missing here.'] : []),
    ...(bodyKept === 'start' ? ['# Only the start of the body was kept; the rest is missing here.'] : []),
  ];
}

/** A shell that takes no comments would run what a hostile name holds. */
const plain = (name: string): string => name.replace(/[^\w.-]/g, '?');

function methodOption(method: string, withBody: boolean): string {
  if (method === 'HEAD') return ' --head';
  return method === (withBody ? 'POST' : 'GET') ? '' : ` -X ${quoted(method)}`;
}

/** Brackets and dots are to reach the server as they stand. */
const urlOptions = (url: string): string =>
  `${/[[\]{}]/.test(url) ? ' --globoff' : ''}${/\/\.{1,2}(?:\/|\?|$)/.test(url) ? ' --path-as-is' : ''}`;

/** Curl drops a header without a value unless it ends with a semicolon. */
const headerText = (name: string, value: string): string => (value === '' ? `${name};` : `${name}: ${value}`);

interface CurlBody {
  readonly option: string | null;
  /** Stands before the command. */
  readonly pipe: string;
}

function bodyOf({ encoding, text }: Delivery['rawBody']): CurlBody {
  if (text === '') return { option: null, pipe: '' };
  const option = '--data-binary @-';
  if (encoding === 'base64' || CONTROL.test(text)) {
    const base64 = encoding === 'base64' ? text : toBase64(text);
    return { option, pipe: `printf %s ${quoted(base64)} | base64 -d | ` };
  }
  if (text.length > LONGEST_ARGUMENT) return { option, pipe: `printf %s ${quoted(text)} | ` };
  return { option: `--data-raw ${quoted(text)}`, pipe: '' };
}

const toBase64 = (text: string): string =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
