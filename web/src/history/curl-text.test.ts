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

  it('leaves masked credentials out and says so', () => {
    const text = curlText({ ...order, headers: [['X-Signature', '••••']] }, url);
    expect(text).toMatch(/^# Add what was not recorded: X-Signature\n/);
    expect(argumentsOf(text)).not.toContain('-H');
  });

  it('sends bytes that are no text through base64', () => {
    const text = curlText({ ...order, rawBody: { encoding: 'base64', text: '/wA=' } }, url);
    expect(text).toContain("printf %s '/wA=' | base64 -d | curl");
    expect(text).toContain('--data-binary @-');
  });
});
