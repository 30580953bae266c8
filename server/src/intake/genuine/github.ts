import type { Genuine } from './genuine.ts';

/** The vector of GitHub's documentation. */
export const github: Genuine = {
  name: 'github',
  config: { preset: 'github', secrets: ['NEW'] },
  secret: "It's a Secret to Everybody",
  headers: { 'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17' },
  body: 'Hello, World!',
  receivedAt: 0,
  proven: { headers: ['x-hub-signature-256'], body: true },
};
