import type { Genuine } from './genuine.ts';

/** The vector of Bitbucket’s documentation. */
export const bitbucket: Genuine = {
  name: 'bitbucket',
  config: { preset: 'bitbucket', secrets: ['NEW'] },
  secret: "It's a Secret to Everybody",
  headers: { 'x-hub-signature': 'sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9' },
  body: 'Hello World!',
  receivedAt: 0,
  proven: { headers: ['x-hub-signature'], body: true },
};
