import { expect, it } from 'vitest';
import { MASK } from './mask.ts';
import { maskHeaders } from './mask-headers.ts';

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

it('hides parameters that prove the sender where a header repeats the URL', () => {
  const url = '/hooks/orders?token=secret&x=1';
  const raw = [
    'X-Original-URL',
    url,
    'X-Forwarded-Uri',
    url,
    'Referer',
    `https://a.example${url}`,
    'X-Note',
    'token=x',
  ];
  expect(maskHeaders(raw, [], ['token']).map(([, value]) => value)).toEqual([
    `/hooks/orders?token=${MASK}&x=1`,
    `/hooks/orders?token=${MASK}&x=1`,
    `https://a.example/hooks/orders?token=${MASK}&x=1`,
    'token=x',
  ]);
  expect(maskHeaders(raw, []).flat()).toEqual(raw);
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
