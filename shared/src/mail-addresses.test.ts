import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseMailAddresses } from './mail-addresses.ts';

const read = (text: string): unknown => {
  const parsed = parseMailAddresses(text);
  return parsed.kind === 'problem' ? parsed.message : parsed.addresses.map(({ name, address }) => [name, address]);
};

it.each<[string, [string, string][]]>([
  ['', []],
  [' , ;', []],
  ['ann@example.com', [['', 'ann@example.com']]],
  ['Ann Bee <ann+x@mail.example.co.uk>', [['Ann Bee', 'ann+x@mail.example.co.uk']]],
  [
    '"Doe, \\"J\\" <Jane>" <jane@example.com>; bob@localhost,',
    [
      ['Doe, "J" <Jane>', 'jane@example.com'],
      ['', 'bob@localhost'],
    ],
  ],
  ['Jörg <jörg@bücher.example>', [['Jörg', 'jörg@bücher.example']]],
])('reads %j', (text, addresses) => {
  expect(read(text)).toEqual(addresses);
});

it.each([
  'ann',
  '@example.com',
  'ann@',
  'ann@example..com',
  'ann@-example.com',
  'a b@example.com',
  'ann@example.com>',
  '<ann@example.com',
  'ann@example.com <bob@example.com> x',
  'a<b>c <ann@example.com>',
  '"a@b"@example.com',
  'ann@example.com bob@example.com',
  `${'a'.repeat(65)}@example.com`,
  `ann@${'a.'.repeat(200)}example.com`,
])('refuses %j', (text) => {
  expect(read(text)).toContain('is no mail address');
});

it.each(['a@example.com\r\nBcc: b@example.com', 'Ann\n <a@example.com>', 'a@example.com, \u0000b@example.com'])(
  'refuses the control character in %j',
  (text) => {
    expect(read(text)).toContain('line breaks');
  },
);

it('never reads a text as more than it says, and never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab@.<>",;\\ \n') }), (text) => {
      const parsed = parseMailAddresses(text);
      if (parsed.kind === 'problem') return;
      for (const { name, address } of parsed.addresses) {
        expect(address).toMatch(/^[^\s@<>",;\\]+@[^\s@<>",;\\]+$/);
        expect(`${name}${address}`).not.toMatch(/[\r\n]/);
      }
    }),
  );
});
