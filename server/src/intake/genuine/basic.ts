import type { Genuine } from './genuine.ts';

/** The example of RFC 7617. */
export const basic: Genuine = {
  name: 'basic',
  config: { preset: 'basic', user: 'Aladdin', secrets: ['NEW'] },
  secret: 'open sesame',
  headers: { authorization: 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==' },
  body: '',
  receivedAt: 0,
  proven: { headers: ['authorization'], body: false },
  // The scheme's case is free.
  means: (_header, value) => value.replace(/^basic /i, 'Basic '),
};
