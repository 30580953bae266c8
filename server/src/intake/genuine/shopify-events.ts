import type { Genuine } from './genuine.ts';

/** Made with another implementation (Python’s hmac). */
export const shopifyEvents: Genuine = {
  name: 'shopify with the headers of Events',
  config: { preset: 'shopify', secrets: ['NEW'] },
  secret: 'hush',
  headers: { 'shopify-hmac-sha256': 'qBvrsZF7RfB1iS6BX6IHqJTp5L911P7intnPeTPsH0I=' },
  body: '{"id":820982911946154508}',
  receivedAt: 0,
  proven: { headers: ['shopify-hmac-sha256'], body: true },
};
