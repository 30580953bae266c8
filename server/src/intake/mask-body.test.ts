import { expect, it } from 'vitest';
import { MASK } from './mask.ts';
import { maskBody } from './mask-body.ts';

const masked = (text: string, fields = ['clientState']) => Buffer.from(maskBody(Buffer.from(text), fields)).toString();

it.each([
  ['{"clientState":"abc"}', `{"clientState":"${MASK}"}`],
  ['{"clientState" : "a\\"b\\\\" , "n":1}', `{"clientState" : "${MASK}" , "n":1}`],
  [
    '{"value":[{"clientState":"a"},{"x":"ü","clientState":"b"}]}',
    `{"value":[{"clientState":"${MASK}"},{"x":"ü","clientState":"${MASK}"}]}`,
  ],
  ['{"client\\u0053tate":"abc"}', `{"client\\u0053tate":"${MASK}"}`],
  ['["a",":",{"clientState":"abc"}]', `["a",":",{"clientState":"${MASK}"}]`],
  ['{"clientState":"abc', `{"clientState":"${MASK}`],
  ['{"clientState":"abc\\', `{"clientState":"${MASK}`],
  ['{"clientState":"abc\\"', `{"clientState":"${MASK}`],
  ['{"clientState":"', `{"clientState":"${MASK}`],
])('hides the value in %s', (text, expected) => {
  expect(masked(text)).toBe(expected);
});

it.each(['{"state":"clientState"}', '{"clientState":7}', '', 'no JSON "', '{"a":"\\"clientState\\":\\"x\\""}'])(
  'leaves %j as it came',
  (text) => {
    expect(masked(text)).toBe(text);
  },
);

it('changes nothing, and copies nothing, where no field is a credential', () => {
  const body = Buffer.from('{"clientState":"abc"}');
  expect(maskBody(body, [])).toBe(body);
});

it('keeps bytes that are no text', () => {
  const body = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('{"clientState":"abc"}'), Buffer.from([0x80])]);
  const result = Buffer.from(maskBody(body, ['clientState']));
  expect([result[0], result[1], result.at(-1)]).toEqual([0xff, 0xfe, 0x80]);
  expect(result.includes('abc')).toBe(false);
});
