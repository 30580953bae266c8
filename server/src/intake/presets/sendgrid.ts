import { sendgrid } from '@millrace/shared/intake/sendgrid';
import { matchingKey } from '../matching-key.ts';
import { spkiKey } from '../public-keys.ts';
import { isUnixSeconds, staleness } from '../stale.ts';
import { implementPreset, refused, verified } from '../verifier.ts';

const SIGNATURE = 'x-twilio-email-event-webhook-signature';
const TIMESTAMP = 'x-twilio-email-event-webhook-timestamp';
/** An ECDSA signature over P-256 in DER is at most 72 bytes. */
const MAX_SIGNATURE_BYTES = 72;

/** @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features */
export const sendgridVerifier = implementPreset(sendgrid, (config, { headers, body, receivedAt }, secrets) => {
  const given = headers.only(SIGNATURE);
  if (given === undefined)
    return refused('unverified', `The header ${SIGNATURE} is missing: is the signed event webhook switched on?`);
  const timestamp = headers.only(TIMESTAMP);
  if (timestamp === undefined || !isUnixSeconds(timestamp))
    return refused('unverified', `The header ${TIMESTAMP} holds no time in whole seconds.`);
  const signature = Buffer.from(given, 'base64');
  if (signature.length > MAX_SIGNATURE_BYTES || signature.toString('base64') !== given)
    return refused('unverified', `The header ${SIGNATURE} holds no ECDSA signature.`);
  const signed = Buffer.concat([Buffer.from(timestamp), body]);
  const keyOf = (text: string) => spkiKey(Buffer.from(text, 'base64'));
  const name = matchingKey(secrets, keyOf, 'sha256', signed, signature);
  if (name === undefined)
    return refused('unverified', 'The signature does not fit the time, the body and any of the verification keys.');
  return staleness(Number(timestamp) * 1_000, receivedAt, config.toleranceSeconds) ?? verified(name);
});
