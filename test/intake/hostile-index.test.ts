import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const contributing = readFileSync(new URL('CONTRIBUTING.md', root), 'utf8');

/** `A1–A3, A12` as the numbers that it means. */
const numbersIn = (lines: string): number[] =>
  lines.split(', ').flatMap((part) => {
    const [first = 0, last = first] = part.split('–').map((one) => Number(one.slice(1)));
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });

const rows = [...contributing.matchAll(/^\| (A\d[A\d–, ]*?) +\|[^|]+\| `([^`]+)` +\|$/gm)].flatMap(
  ([, lines = '', file = '']) => numbersIn(lines).map((number) => [number, file] as const),
);

it('the index of hostile input names each line once', () => {
  const numbers = rows.map(([number]) => number).sort((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
});

it.each(rows)('line A%d is tested in %s', (number, file) => {
  expect(readFileSync(new URL(file, root), 'utf8')).toMatch(new RegExp(`['\`]A${number} `));
});
