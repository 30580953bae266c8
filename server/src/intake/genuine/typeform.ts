import type { Genuine } from './genuine.ts';

/** Made with another implementation (Python’s hmac). */
export const typeform: Genuine = {
  name: 'typeform',
  config: { preset: 'typeform', secrets: ['NEW'] },
  secret: 'abc123',
  headers: { 'typeform-signature': 'sha256=Cf5ArPJyWKZ2H/fj3sQDzKXoq8FVMxCVv75T4Upnzdo=' },
  body: '{"event_type":"form_response"}',
  receivedAt: 0,
  proven: { headers: ['typeform-signature'], body: true },
};
