import type { Genuine } from './genuine.ts';

/** Made with another implementation (Python’s hmac). */
export const intercom: Genuine = {
  name: 'intercom',
  config: { preset: 'intercom', secrets: ['NEW'] },
  secret: 'client_secret',
  headers: { 'x-hub-signature': 'sha1=4daa94eb99e53512e02105d2e6e3babbd806f19b' },
  body: '{"type":"notification_event"}',
  receivedAt: 0,
  proven: { headers: ['x-hub-signature'], body: true },
};
