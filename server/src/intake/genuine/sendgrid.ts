import type { Genuine } from './genuine.ts';

/** The vector of SendGrid’s library. */
export const sendgrid: Genuine = {
  name: 'sendgrid',
  config: { preset: 'sendgrid', secrets: ['NEW'] },
  secret:
    'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEDr2LjtURuePQzplybdC+u4CwrqDqBaWjcMMsTbhdbcwHBcepxo7yAQGhHPTnlvFYPAZFceEu/1FwCM/QmGUhA==',
  headers: {
    'x-twilio-email-event-webhook-signature':
      'MEUCIQCtIHJeH93Y+qpYeWrySphQgpNGNr/U+UyUlBkU6n7RAwIgJTz2C+8a8xonZGi6BpSzoQsbVRamr2nlxFDWYNH2j/0=',
    'x-twilio-email-event-webhook-timestamp': '1588788367',
  },
  body: '{"category":"example_payload","event":"test_event","message_id":"message_id"}',
  receivedAt: 1_588_788_367_000,
  proven: { headers: ['x-twilio-email-event-webhook-signature', 'x-twilio-email-event-webhook-timestamp'], body: true },
};
