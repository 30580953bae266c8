import type { Genuine } from './genuine.ts';

const tokensIn = (query: string): string[] =>
  query.split('&').flatMap((pair) => {
    const [name = '', ...value] = pair.split('=');
    return decoded(name) === 'token' ? [decoded(value.join('='))] : [];
  });

/** What is no percent-encoding stands for itself. */
const decoded = (text: string): string =>
  text.replace(/(?:%[\da-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString());

export const queryToken: Genuine = {
  name: 'query-token',
  config: { preset: 'query-token', secrets: ['NEW'] },
  secret: 'a+long/token=',
  url: 'https://hooks.example/hooks/orders?x=1&token=a+long%2Ftoken%3D&y=2',
  headers: {},
  body: '',
  receivedAt: 0,
  proven: { headers: [], body: false, url: true },
  // The rest of the URL proves nothing.
  means: (part, value) => (part === 'url' ? JSON.stringify(tokensIn(value.split('?').slice(1).join('?'))) : value),
};
