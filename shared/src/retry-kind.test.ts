import { expect, it } from 'vitest';
import { retryKindOf } from './retry-kind.ts';

it('tells errors apart by their code', () => {
  const kinds = {
    timeout: ['http-timeout', 'http-408', 'script-timeout', 'expression-timeout'],
    connection: ['http-dns', 'http-connect', 'http-reset', 'http-bad-response'],
    'too-many-requests': ['http-429', 'http-425'],
    'server-error': ['http-500', 'http-503', 'http-599'],
    other: ['script-error', 'http-404', 'internal', 'output-too-large'],
  };
  for (const [kind, codes] of Object.entries(kinds)) {
    expect(codes.map(retryKindOf)).toEqual(codes.map(() => kind));
  }
});
