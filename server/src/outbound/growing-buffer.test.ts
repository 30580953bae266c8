import { expect, test } from 'vitest';
import { GrowingBuffer } from './growing-buffer.ts';

test('keeps what it was given, in order', () => {
  const buffer = new GrowingBuffer(1_000_000);
  const chunks = Array.from({ length: 500 }, (_, index) => Buffer.alloc(index, index));
  for (const chunk of chunks) expect(buffer.append(chunk)).toBe(true);
  expect(buffer.bytes().equals(Buffer.concat(chunks))).toBe(true);
});

test('takes exactly its limit and not a byte more', () => {
  const buffer = new GrowingBuffer(10);
  expect(buffer.append(Buffer.from('1234567890'))).toBe(true);
  expect(buffer.append(Buffer.from('x'))).toBe(false);
  expect(buffer.bytes().toString()).toBe('1234567890');
});

test('a million one-byte chunks occupy about what they weigh', () => {
  const buffer = new GrowingBuffer(2 ** 20);
  const chunk = Buffer.from('x');
  for (let index = 0; index < 1_000_000; index += 1) buffer.append(chunk);
  expect(buffer.bytes().length).toBe(1_000_000);
  expect(buffer.bytes().buffer.byteLength).toBeLessThanOrEqual(2 ** 20);
});

test('is empty at first', () => {
  expect(new GrowingBuffer(0).bytes().length).toBe(0);
});
