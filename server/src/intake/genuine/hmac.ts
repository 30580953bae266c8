import type { Genuine } from './genuine.ts';

/** The example of Wikipedia’s article on HMAC. */
export const hmac: Genuine = {
  name: 'hmac',
  config: { preset: 'hmac', secrets: ['NEW'], header: 'X-Signature' },
  secret: 'key',
  headers: { 'x-signature': 'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8' },
  body: 'The quick brown fox jumps over the lazy dog',
  receivedAt: 0,
  proven: { headers: ['x-signature'], body: true },
};
