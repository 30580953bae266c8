import type { Genuine } from './genuine.ts';

/** The vector of the reference: HMAC-SHA256 of "test" under "secret". */
export const meta: Genuine = {
  name: 'meta',
  config: { preset: 'meta', secrets: ['NEW'] },
  secret: 'secret',
  headers: {
    'x-hub-signature-256': 'sha256=0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c0914',
  },
  body: 'test',
  receivedAt: 0,
  proven: { headers: ['x-hub-signature-256'], body: true },
};
