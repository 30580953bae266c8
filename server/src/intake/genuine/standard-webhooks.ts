import type { Genuine } from './genuine.ts';

/** The vector of the Standard Webhooks libraries. */
export const standardWebhooks: Genuine = {
  name: 'standard-webhooks',
  config: { preset: 'standard-webhooks', secrets: ['NEW'] },
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  headers: {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  body: '{"test": 2432232314}',
  receivedAt: 1_614_265_330_000,
  proven: { headers: ['webhook-id', 'webhook-timestamp', 'webhook-signature'], body: true },
  // The same signature twice is still that signature.
  means: (header, value) => (header === 'webhook-signature' ? [...new Set(value.split(' '))].join(' ') : value),
};
