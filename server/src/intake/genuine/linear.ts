import type { Genuine } from './genuine.ts';

/** Made with another implementation (Python’s hmac). */
export const linear: Genuine = {
  name: 'linear',
  config: { preset: 'linear', secrets: ['NEW'] },
  secret: 'lin_wh_secret',
  headers: {
    'linear-signature': '7f1b01e2282c7612f4ba310248a964ea16327e81ef037d2f5a0080bf80b4e551',
  },
  body: '{"action":"create","type":"Issue","webhookTimestamp":1676056940508}',
  receivedAt: 1_676_056_940_508,
  proven: { headers: ['linear-signature'], body: true },
};
