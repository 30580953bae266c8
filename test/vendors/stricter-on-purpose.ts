const ahead = 'a time ahead is no better than one long ago: it could be replayed until then';
const replay = 'its package leaves the time to the program; without it a request could be replayed for ever';
const bytes = 'the package signs what is left after decoding, in which bytes that are no UTF-8 look alike';
const base64 = 'base64 has one way to be written, and is read whole or not at all';
const number = 'a time has one way to be written, and is read whole or not at all';

/** Any time that is too far off, for packages that look at none. */
const anyTime = { 'signed 310': replay, 'signed a': replay };
const timeAhead = { 'signed 310 s ahead': ahead, 'signed a day ahead': ahead };
const notUtf8 = { 'body with bytes that are no UTF-8': bytes };

/**
 * Why we refuse what a sender's own package accepts: by preset, then by the beginning of what is done to a request. What
 * is not here may not differ, and what a package refuses may never be accepted.
 */
export const stricterOnPurpose: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'aws-sns': { ...notUtf8, 'body a bit flipped': base64 },
  discord: { ...anyTime, 'x-signature-ed25519': 'hex is in small letters, as Discord writes it' },
  github: notUtf8,
  hubspot: { ...notUtf8, ...timeAhead, 'x-hubspot-request-timestamp': number },
  jwt: { authorization: base64 },
  sendgrid: {
    ...notUtf8,
    ...anyTime,
    'x-twilio-email-event-webhook-signature': base64,
  },
  shopify: notUtf8,
  slack: {
    ...notUtf8,
    ...timeAhead,
    'x-slack-request-timestamp': number,
    'x-slack-signature': 'a signature is read whole, where the package leaves out what stands behind a second =',
  },
  square: notUtf8,
  'standard-webhooks': {
    ...notUtf8,
    'webhook-timestamp': number,
    'webhook-signature': 'a list that holds anything but signatures was not written by such a sender',
  },
  stripe: {
    ...notUtf8,
    ...timeAhead,
    'body with a byte order mark': 'the bytes are what was signed, and the package drops these',
    'stripe-signature': 'the header holds one time and nothing unknown; of two times, which one was signed is a guess',
  },
  twilio: {
    ...notUtf8,
    url: 'the URL is taken as it was sent, where the package tries spellings of it',
  },
};
