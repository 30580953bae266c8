import { describe, expect, it } from 'vitest';
import { curlText } from './curl-text.ts';

const order = {
  method: 'POST',
  path: '/eu',
  query: 'dry=1&tag=a%20b',
  headers: [
    ['Host', 'hooks.example'],
    ['Content-Type', 'application/json'],
    ['Content-Length', '17'],
    ['Content-Encoding', 'gzip'],
    ['X-Note', "it's"],
    ['X-Empty', ''],
  ] as [string, string][],
  rawBody: { encoding: 'utf-8' as const, text: '{"note":"it\'s $5"}' },
  bodyKept: 'whole' as const,
};
const url = 'https://hooks.example/hooks/orders';

/** The arguments that a POSIX shell passes to curl: words of bare, escaped and single-quoted pieces. */
function argumentsOf(text: string): string[] {
  const command = text.slice(text.indexOf('curl')).replaceAll('\\\n', ' ');
  const words = command.match(/(?:[^\s'\\]|\\.|'[^']*')+/g) ?? [];
  return words
    .slice(1)
    .map((word) => word.replace(/'([^']*)'|\\(.)/g, (_, inside?: string, escaped?: string) => inside ?? escaped ?? ''));
}

describe('a delivery as a curl line', () => {
  it('says the same to a shell, whatever stands in it', () => {
    expect(argumentsOf(curlText(order, url))).toEqual([
      'https://hooks.example/hooks/orders/eu?dry=1&tag=a%20b',
      '-H',
      'Content-Type: application/json',
      '-H',
      "X-Note: it's",
      '-H',
      'X-Empty;',
      '--data-raw',
      '{"note":"it\'s $5"}',
    ]);
  });

  it('names the method where curl would take another one', () => {
    const without = { ...order, headers: [], rawBody: { encoding: 'utf-8' as const, text: '' } };
    expect(argumentsOf(curlText({ ...without, method: 'POST' }, url)).slice(0, 2)).toEqual(['-X', 'POST']);
    expect(argumentsOf(curlText({ ...without, method: 'GET' }, url))).toHaveLength(1);
    expect(argumentsOf(curlText({ ...order, method: 'PUT' }, url)).slice(0, 2)).toEqual(['-X', 'PUT']);
  });

  it('puts a placeholder in the place of masked credentials, and says so', () => {
    const text = curlText({ ...order, headers: [['X-Signature', '••••']], query: 'mode=1&hub.token=••••' }, url);
    expect(text).toMatch(/^# Credentials are not kept\. Put them in place of REPLACE_ME: X-Signature, hub\.token\n/);
    expect(argumentsOf(text)).toContain('X-Signature: REPLACE_ME');
    expect(argumentsOf(text)[0]).toBe(`${url}/eu?mode=1&hub.token=REPLACE_ME`);
    expect(text).not.toContain('•');
  });

  it('puts it also where a header repeats the URL', () => {
    const text = curlText({ ...order, headers: [['Referer', 'https://a.example/?token=••••&x=1']] }, url);
    expect(text).toMatch(/^# .*: Referer\n/);
    expect(argumentsOf(text)).toContain('Referer: https://a.example/?token=REPLACE_ME&x=1');
  });

  it('lets no shell run the name of a header', () => {
    const [comment] = curlText({ ...order, headers: [['x-`reboot`-$signature', '••••']] }, url).split('\n');
    expect(comment).toMatch(/: x-\?reboot\?-\?signature$/);
  });

  it('sends bytes that are no text through base64, also such as a terminal takes for keys', () => {
    const text = curlText({ ...order, rawBody: { encoding: 'base64', text: '/wA=' } }, url);
    expect(text).toContain("printf %s '/wA=' | base64 -d | curl");
    expect(text).toContain('--data-binary @-');
    const pasted = curlText({ ...order, rawBody: { encoding: 'utf-8', text: 'é\u001b[201~rm' } }, url);
    expect(pasted).toContain("printf %s 'w6kbWzIwMX5ybQ==' | base64 -d | curl");
    expect(pasted).not.toContain('\u001b');
  });

  it('pipes a body that is too long for an argument', () => {
    const long = 'x'.repeat(200_000);
    const text = curlText({ ...order, rawBody: { encoding: 'utf-8', text: long } }, url);
    expect(text.startsWith(`printf %s '${long}' | curl`)).toBe(true);
    expect(text.endsWith('--data-binary @-')).toBe(true);
  });

  it('keeps curl from adding a type and from reading brackets and dots of its own', () => {
    expect(argumentsOf(curlText({ ...order, headers: [] }, url))).toContain('Content-Type:');
    expect(argumentsOf(curlText({ ...order, query: 'a[]=1' }, url))[0]).toBe('--globoff');
    expect(argumentsOf(curlText({ ...order, path: '/../api' }, url))[0]).toBe('--path-as-is');
  });

  it('says what of the body is missing', () => {
    const rawBody = { encoding: 'utf-8' as const, text: '' };
    expect(curlText({ ...order, rawBody, bodyKept: 'none' }, url)).toMatch(/^# The body was never read/);
    expect(curlText({ ...order, bodyKept: 'start' }, url)).toMatch(/^# Only the start of the body/);
  });
});
