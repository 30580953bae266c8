import type { Genuine } from './genuine.ts';

export const stripe: Genuine = {
  name: 'stripe',
  config: { preset: 'stripe', secrets: ['NEW'] },
  secret: 'whsec_test_secret',
  headers: {
    'stripe-signature': 't=1700000000,v1=d95c6b7477fbd7e9f90b1b0ef5f9c7ac25abca5382460e0d988c2b2a5b71b990',
  },
  body: '{"id":"evt_test_webhook","object":"event"}',
  receivedAt: 1_700_000_000_000,
  proven: { headers: ['stripe-signature'], body: true },
};
