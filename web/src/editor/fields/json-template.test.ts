import { expect, it } from 'vitest';
import { readJsonTemplate, writeJsonTemplate } from './json-template.ts';

it.each([
  ['{{ input }}', '{{ input }}'],
  [' {{ input }}\n', '{{ input }}'],
  ['{ "total": {{ input.total }} }', { total: '{{ input.total }}' }],
  ['{ "total": "{{ input.total }}" }', { total: '{{ input.total }}' }],
  ['["a {{ input.b }} c", 1, null]', ['a {{ input.b }} c', 1, null]],
  ['{ "x": {{ steps["Total"].output }} }', { x: '{{ steps["Total"].output }}' }],
  ['{ "x": "{{ steps["Total"].output }}" }', { x: '{{ steps["Total"].output }}' }],
  ['{ "x": "{{ steps[\\"Total\\"].output }}" }', { x: '{{ steps["Total"].output }}' }],
  ['12', 12],
])('reads %j', (text, value) => {
  expect(readJsonTemplate(text)).toEqual({ kind: 'value', value });
});

it.each(['', '{', '{ "a": }', '{{ input', "{ 'a': 1 }"])('says what is wrong with %j', (text) => {
  expect(readJsonTemplate(text)).toMatchObject({ kind: 'invalid', message: expect.stringMatching(/./) });
});

it.each(['{{ input }}', { a: '{{ steps["Total"].output }}', b: [1, 'x'] }, 'text', null, 12])(
  'writes %j so that it reads the same',
  (value) => {
    expect(readJsonTemplate(writeJsonTemplate(value))).toEqual({ kind: 'value', value });
  },
);
