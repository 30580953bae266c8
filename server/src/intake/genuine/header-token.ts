import type { Genuine } from './genuine.ts';

export const headerToken: Genuine = {
  name: 'header-token',
  config: { preset: 'header-token', secrets: ['NEW'] },
  secret: 'a-long-token',
  headers: { authorization: 'Bearer a-long-token' },
  body: '',
  receivedAt: 0,
  proven: { headers: ['authorization'], body: false },
};
