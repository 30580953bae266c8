import type { Genuine } from './genuine.ts';

// The signatures were made with another implementation (Python’s hmac).
const shared = { secret: 'a shared key', body: '{"a":1}', url: 'https://hooks.example/hooks/orders?region=eu' };

export const hmacTimed: Genuine = {
  ...shared,
  name: 'hmac over time and body',
  config: { preset: 'hmac', secrets: ['NEW'], signed: '{timestamp}.{body}', timestampHeader: 'X-Time' },
  headers: {
    'x-signature': '0786864a258a99b2f7686fdd61e8ef4b47a973103de388435e028cbc95afecbb',
    'x-time': '1700000000',
  },
  receivedAt: 1_700_000_000_000,
  proven: { headers: ['x-signature', 'x-time'], body: true },
};

export const hmacOfAll: Genuine = {
  ...shared,
  name: 'hmac over method, URL, body and time side by side',
  config: {
    ...{ preset: 'hmac', secrets: ['NEW'], signed: '{method}{url}{body}{timestamp}' },
    ...{ algorithm: 'sha512', encoding: 'base64', timestampHeader: 'x-time', timestampUnit: 'ms' },
  },
  headers: {
    'x-signature': 'NdcH3V+hQZkVl97yiauQxhmo0sgxtvCkuiJB48uRBLs9vYaJMedpxa0IF3W53FOn2ZmcnfDkrebP/Nf2SDoAeA==',
    'x-time': '1700000000123',
  },
  receivedAt: 1_700_000_000_123,
  proven: { headers: ['x-signature', 'x-time'], body: true, url: true },
};

export const hmacWithId: Genuine = {
  ...shared,
  name: 'hmac over id, time and body',
  config: {
    ...{ preset: 'hmac', secrets: ['NEW'], signed: 'v1:{id}:{timestamp}:{body}', prefix: 'sha256=' },
    ...{ timestampHeader: 'x-time', idHeader: 'x-id' },
  },
  headers: {
    'x-signature': 'sha256=430fc2455f4259603dcfe73013f5b8ef4d9d3e80b04ab44864be90890324f65a',
    'x-time': '1700000000',
    'x-id': 'evt_1',
  },
  receivedAt: 1_700_000_000_000,
  proven: { headers: ['x-signature', 'x-time', 'x-id'], body: true },
};

export const hmacOfLines: Genuine = {
  ...shared,
  name: 'hmac over lines',
  config: { preset: 'hmac', secrets: ['NEW'], signed: '{method}\\n{url}\\n{body}' },
  headers: { 'x-signature': '9e0c3b97b1761e1600b6c0a5da50aa887b08f1cddf9dfe5cadabe0289b97a940' },
  receivedAt: 0,
  proven: { headers: ['x-signature'], body: true, url: true },
};
