import { generateKeyPairSync, sign } from 'node:crypto';
import type { Genuine } from './genuine.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const timestamp = '1700000000';
const body = '{"type":2,"id":"1","data":{"name":"deploy"}}';

/** Discord publishes no vector, as nobody else has its key: signed with one of our own. */
export const discord: Genuine = {
  name: 'discord',
  config: { preset: 'discord', secrets: ['NEW'] },
  // The last 32 bytes of the DER form are the bare key.
  secret: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex'),
  headers: {
    'x-signature-ed25519': sign(null, Buffer.from(timestamp + body), privateKey).toString('hex'),
    'x-signature-timestamp': timestamp,
  },
  body,
  receivedAt: 1_700_000_000_000,
  proven: { headers: ['x-signature-ed25519', 'x-signature-timestamp'], body: true },
};
