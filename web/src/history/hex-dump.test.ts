import { expect, it } from 'vitest';
import { hexDump } from './hex-dump.ts';

it('shows bytes as `xxd -g1` and `hexdump -C` lay them out', () => {
  expect(hexDump(new TextEncoder().encode('{"name":"Zoë"}\n\x7f'))).toBe(
    `00000000  7b 22 6e 61 6d 65 22 3a 22 5a 6f c3 ab 22 7d 0a  {"name":"Zo.."}.\n00000010  7f${' '.repeat(47)}.`,
  );
  expect(hexDump(new Uint8Array())).toBe('');
});
