import type { Genuine } from './genuine.ts';

const signed = {
  timestamp: '1529006854',
  token: 'a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0',
  // Made with another implementation (Python’s hmac).
  signature: '2df0e54f503d31abdc1519117a730ae38748e41e86f9ae25431dbd26059468af',
};

/** Nothing but time and token is proven: neither a header nor the rest of the body. */
export const mailgun: Genuine = {
  name: 'mailgun',
  config: { preset: 'mailgun', secrets: ['NEW'] },
  secret: 'key-test',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ signature: signed, 'event-data': { event: 'opened', id: 'Ase7i2zsRYeDXztHGENqRA' } }),
  receivedAt: 1_529_006_854_000,
  proven: { headers: [], body: false, texts: Object.values(signed) },
};

export const mailgunForm: Genuine = {
  ...mailgun,
  name: 'mailgun with a form',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({ event: 'opened', ...signed }).toString(),
};
