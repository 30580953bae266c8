import type { Genuine } from './genuine.ts';

/** Made with another implementation (Python’s hmac). */
export const gitlab: Genuine = {
  name: 'gitlab with a signing token',
  config: { preset: 'gitlab', secrets: ['NEW'] },
  secret: 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
  headers: {
    'webhook-id': '5c1ee2b3-0ce1-4c4a-9d5a-9f3ab0a3a6ad',
    'webhook-timestamp': '1779000000',
    'webhook-signature': 'v1,9TWBkJ3SfYg0LxosgfGSFhs610GC2vrxMvr9b2p2ADk=',
  },
  body: '{"object_kind":"push"}',
  receivedAt: 1_779_000_000_000,
  proven: { headers: ['webhook-id', 'webhook-timestamp', 'webhook-signature'], body: true },
  // The same signature twice is still that signature.
  means: (part, value) => (part === 'webhook-signature' ? [...new Set(value.split(' '))].join(' ') : value),
};

export const gitlabSecretToken: Genuine = {
  name: 'gitlab with a secret token',
  config: { preset: 'gitlab', proof: 'secret-token', secrets: ['NEW'] },
  secret: 'glwt a long Token/1',
  headers: { 'x-gitlab-token': 'glwt a long Token/1' },
  body: '{"object_kind":"push"}',
  receivedAt: 0,
  proven: { headers: ['x-gitlab-token'], body: false },
};
