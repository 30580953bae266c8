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
