import type { Genuine } from './genuine.ts';

const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';

/** The vector of Twilio’s libraries. */
export const twilio: Genuine = {
  name: 'twilio',
  config: { preset: 'twilio', secrets: ['NEW'] },
  secret: '12345',
  url,
  headers: {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': '0/KCTR6DLpKmkAf8muzZqo1nDgQ=',
  },
  body: 'To=%2B18005551212&From=%2B12349013030&Digits=1234&Caller=%2B12349013030&CallSid=CA1234567890ABCDE',
  receivedAt: 0,
  proven: { headers: ['x-twilio-signature'], body: true, url: true },
  // The parameters are signed, in whatever order they came, and each value of one once.
  means: (part, value) =>
    part === 'body'
      ? JSON.stringify([...new Set([...new URLSearchParams(value)].map((pair) => JSON.stringify(pair)))].sort())
      : value,
};

/** The vector of Twilio’s libraries for a body that is no form. */
export const twilioJson: Genuine = {
  name: 'twilio with a body in JSON',
  config: { preset: 'twilio', secrets: ['NEW'] },
  secret: '12345',
  url: `${url}&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620`,
  headers: { 'content-type': 'application/json', 'x-twilio-signature': 'a9nBmqA0ju/hNViExpshrM61xv4=' },
  body: '{"property": "value", "boolean": true}',
  receivedAt: 0,
  proven: { headers: ['x-twilio-signature'], body: true, url: true },
};
