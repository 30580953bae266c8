import type { Delivery } from '@millrace/shared/execution';

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
/** What stands in the history in place of a credential. */
const MASK = '••••';

/** A text as one word of a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

type CurlDelivery = Pick<Delivery, 'method' | 'path' | 'query' | 'headers' | 'rawBody'>;

/**
 * A shell line that sends a delivery again as it came. Headers that were masked when it was recorded are left out, and
 * named in a comment: their values are not known any more.
 */
export function curlText(delivery: CurlDelivery, triggerUrl: string): string {
  const { method, path, query, headers, rawBody } = delivery;
  const url = `${triggerUrl}${path}${query === '' ? '' : `?${query}`}`;
  const sent = headers.filter(([name]) => !ownHeaders.has(name.toLowerCase()));
  const masked = sent.filter(([, value]) => value === MASK).map(([name]) => name);
  const lines = [
    `curl${methodOption(method, rawBody.text !== '')} ${quoted(url)}`,
    ...sent.filter(([, value]) => value !== MASK).map(([name, value]) => `-H ${quoted(headerText(name, value))}`),
    ...bodyOptions(rawBody),
  ];
  const command = lines.join(' \\\n  ');
  const piped = rawBody.encoding === 'base64' ? `printf %s ${quoted(rawBody.text)} | base64 -d | ${command}` : command;
  return masked.length === 0 ? piped : `# Add what was not recorded: ${masked.join(', ')}\n${piped}`;
}

function methodOption(method: string, withBody: boolean): string {
  if (method === 'HEAD') return ' --head';
  return method === (withBody ? 'POST' : 'GET') ? '' : ` -X ${quoted(method)}`;
}

/** Curl drops a header without a value unless it ends with a semicolon. */
const headerText = (name: string, value: string): string => (value === '' ? `${name};` : `${name}: ${value}`);

function bodyOptions({ encoding, text }: Delivery['rawBody']): readonly string[] {
  if (text === '') return [];
  return encoding === 'base64' ? ['--data-binary @-'] : [`--data-raw ${quoted(text)}`];
}
