import type { Genuine } from './genuine.ts';

/** Made with another implementation (Python’s hmac). */
export const zoom: Genuine = {
  name: 'zoom',
  config: { preset: 'zoom', secrets: ['NEW'] },
  secret: 'zoomsecret',
  headers: {
    'x-zm-signature': 'v0=7bd8369b5551ea54e7bbeb88b893a494b33a92a7eb339ba2c38518ff35e6efa2',
    'x-zm-request-timestamp': '1739923528',
  },
  body: '{"event":"meeting.started"}',
  receivedAt: 1_739_923_528_000,
  proven: { headers: ['x-zm-signature', 'x-zm-request-timestamp'], body: true },
};
