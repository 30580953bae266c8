import type { Genuine } from './genuine.ts';

/** Made with another implementation (Python’s hmac). */
export const square: Genuine = {
  name: 'square',
  config: { preset: 'square', secrets: ['NEW'] },
  secret: 'square-signature-key',
  headers: {
    'x-square-hmacsha256-signature': 'h6IVQ7A1qmnmILoUv+NsV3BY5hBHNznnwXUhYfwErOc=',
  },
  body: '{"merchant_id":"MLEFBHHSJGVHD","type":"payment.created","event_id":"13b867cf"}',
  receivedAt: 0,
  proven: { headers: ['x-square-hmacsha256-signature'], body: true, url: true },
};
