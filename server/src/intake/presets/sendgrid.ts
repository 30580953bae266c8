import { sendgrid } from '@millrace/shared/intake/sendgrid';
import { matchingKey } from '../matching-key.ts';
import { spkiKey } from '../public-keys.ts';
import { verifyTimedSignature } from '../timed-signature.ts';
import { implementPreset } from '../verifier.ts';

/** An ECDSA signature over P-256 in DER is at most 72 bytes. */
const MAX_SIGNATURE_BYTES = 72;

const decode = (text: string): Uint8Array | undefined => {
  const signature = Buffer.from(text, 'base64');
  return signature.length <= MAX_SIGNATURE_BYTES && signature.toString('base64') === text ? signature : undefined;
};

const keyOf = (text: string) => {
  const key = spkiKey(Buffer.from(text, 'base64'));
  return key?.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined;
};

/** @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features */
export const sendgridVerifier = implementPreset(
  sendgrid,
  (config, request, secrets) =>
    verifyTimedSignature(
      {
        signatureHeader: 'x-twilio-email-event-webhook-signature',
        timestampHeader: 'x-twilio-email-event-webhook-timestamp',
        unit: 's',
        decode,
        matching: (signature, timestamp) =>
          matchingKey(secrets, keyOf, 'sha256', Buffer.concat([Buffer.from(timestamp), request.body]), signature),
        mismatch: 'The signature does not fit the time, the body and any of the verification keys.',
      },
      config.toleranceSeconds,
      request,
    ),
  {
    secretForm: () => ({
      isUsable: (value) => keyOf(value) !== undefined,
      description: 'the verification key as SendGrid shows it, which begins with MFkw',
    }),
  },
);
