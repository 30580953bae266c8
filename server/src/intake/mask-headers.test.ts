import { expect, it } from 'vitest';
import { MASK, maskHeaders } from './mask-headers.ts';

it('keeps order and case, and hides what proves the sender', () => {
  const raw = [
    'Host',
    'a.example',
    'AUTHORIZATION',
    'Bearer x',
    'X-Own',
    'y',
    'X-Hub-Signature-256',
    'sha256=z',
    'X-Api-Key',
    'k',
    'Cookie',
    'c',
  ];
  expect(maskHeaders(raw, ['x-own'])).toEqual([
    ['Host', 'a.example'],
    ['AUTHORIZATION', MASK],
    ['X-Own', MASK],
    ['X-Hub-Signature-256', MASK],
    ['X-Api-Key', MASK],
    ['Cookie', MASK],
  ]);
});

it('leaves what names no credential as it came', () => {
  const raw = ['Content-Type', 'application/json', 'X-GitHub-Event', 'push', 'Idempotency-Key', 'abc'];
  expect(maskHeaders(raw, []).flat()).toEqual(raw);
});

it('hides every header that may be a credential where it is not known which are', () => {
  const raw = ['Content-Type', 'text/plain', 'X-Our-Key', 'k', 'Content-Length', '3', 'Authorization', 'Bearer x'];
  expect(maskHeaders(raw, undefined)).toEqual([
    ['Content-Type', 'text/plain'],
    ['X-Our-Key', MASK],
    ['Content-Length', '3'],
    ['Authorization', MASK],
  ]);
});
