import { expect, it } from 'vitest';
import { numberOfText, textOfValue, valueOfText } from './typed-value.ts';

it.each([
  ['12', 12],
  ['-1.5', -1.5],
  ['true', true],
  ['null', null],
  ['"12"', '12'],
  ['[1, 2]', [1, 2]],
  ['{"a": 1}', { a: 1 }],
  ['hello', 'hello'],
  ['007', '007'],
  ['12345678901234567890', '12345678901234567890'],
  ['1.0', '1.0'],
  ['{{ input.amount }}', '{{ input.amount }}'],
  ['trueish', 'trueish'],
  ['{not json', '{not json'],
  ['', ''],
])('takes %j for %j', (text, value) => {
  expect(valueOfText(text)).toEqual(value);
});

it.each([
  ['12', 12],
  [' -0.05 ', -0.05],
  ['12.', '12.'],
  ['{{ input.amount }}', '{{ input.amount }}'],
  ['', ''],
])('takes %j for the number %j', (text, value) => {
  expect(numberOfText(text)).toEqual(value);
});

it.each([12, '12', true, 'true', null, 'plain', '{{ input }}', { a: [1] }, '"quoted"', '007', ''])(
  'writes %j so that it means the same',
  (value) => {
    expect(valueOfText(textOfValue(value))).toEqual(value);
  },
);
