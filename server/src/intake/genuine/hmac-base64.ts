import { createHmac } from 'node:crypto';
import type { Genuine } from './genuine.ts';

const body = '{"a":1}';

export const hmacBase64: Genuine = {
  name: 'hmac in base64 with a prefix',
  config: { preset: 'hmac', secrets: ['NEW'], header: 'x-sig', algorithm: 'sha512', encoding: 'base64', prefix: 'v1=' },
  secret: 'another key',
  headers: { 'x-sig': `v1=${createHmac('sha512', 'another key').update(body).digest('base64')}` },
  body,
  receivedAt: 0,
  proven: { headers: ['x-sig'], body: true },
};
