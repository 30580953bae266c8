import type { Genuine } from './genuine.ts';

/** The request of HubSpot’s documentation; the signature was made with another implementation (Python’s hmac). */
export const hubspot: Genuine = {
  name: 'hubspot',
  config: { preset: 'hubspot', secrets: ['NEW'] },
  secret: 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy',
  url: 'https://www.example.com/webhook_uri',
  headers: {
    'x-hubspot-signature-v3': 'rQEKkaNUiu+1qGF//O/pw4BCzstSqO1PyUnGICmf+7o=',
    'x-hubspot-request-timestamp': '1700000000000',
  },
  body: '{"example_field":"example_value"}',
  receivedAt: 1_700_000_000_000,
  proven: { headers: ['x-hubspot-signature-v3', 'x-hubspot-request-timestamp'], body: true, url: true },
  // HubSpot signs the URL with some of its escapes decoded.
  means: (part, value) => (part === 'url' ? value.replace(/%3A/g, ':').replace(/%2F/g, '/') : value),
};
