import { generateKeyPairSync, sign } from 'node:crypto';
import type { Genuine } from './genuine.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const [id, timestamp, body] = ['msg_1', '1700000000', '{"type":"invoice.paid"}'];
const signature = sign(null, Buffer.from(`${id}.${timestamp}.${body}`), privateKey).toString('base64');

export const standardWebhooksAsymmetric: Genuine = {
  name: 'standard-webhooks with a public key and the headers of Svix',
  config: { preset: 'standard-webhooks', secrets: ['NEW'] },
  // The last 32 bytes of the DER form are the bare key.
  secret: `whpk_${publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64')}`,
  headers: { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': `v1a,${signature}` },
  body,
  receivedAt: 1_700_000_000_000,
  proven: { headers: ['svix-id', 'svix-timestamp', 'svix-signature'], body: true },
  // The same signature twice is still that signature.
  means: (header, value) => (header === 'svix-signature' ? [...new Set(value.split(' '))].join(' ') : value),
};
