import { createHmac } from 'node:crypto';
import { mailgun } from '@millrace/shared/intake/mailgun';
import { isJsonObject } from '@millrace/shared/json-object';
import { parseBody } from '../../body/parse-body.ts';
import { decodeSignature } from '../decode-signature.ts';
import { matchingSecret } from '../matching-secret.ts';
import { staleness } from '../stale.ts';
import { implementPreset, refused, type SignedRequest, verified } from '../verifier.ts';

/** Of one length, since nothing stands between it and the token. */
const TIMESTAMP = /^[1-9]\d{9}$/;
const TOKEN = /^\w{1,200}$/;

/** The fields of the signature: an object of their own in JSON, among the others in a form. */
const fieldsOf = ({ headers, body }: SignedRequest): Readonly<Record<string, unknown>> => {
  const parsed = parseBody(headers.only('content-type') ?? null, body);
  if (parsed.kind === 'problem' || !isJsonObject(parsed.value)) return {};
  return isJsonObject(parsed.value.signature) ? parsed.value.signature : parsed.value;
};

const bytesOf = (signature: unknown): readonly Uint8Array[] =>
  typeof signature === 'string' ? [decodeSignature(signature, 'hex', 32)].filter((bytes) => bytes !== undefined) : [];

/**
 * The signature stands in the body and covers only its time and token. Each token starts one execution, by its place in
 * the key of the delivery: taken here, a token would be lost with a delivery that could not be committed.
 * @see https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks
 */
export const mailgunVerifier = implementPreset(mailgun, (config, request, secrets) => {
  const { timestamp, token, signature, 'parent-signature': parent } = fieldsOf(request);
  const time = typeof timestamp === 'number' ? String(timestamp) : timestamp;
  if (typeof time !== 'string' || !TIMESTAMP.test(time) || typeof token !== 'string' || !TOKEN.test(token))
    return refused('unverified', 'The body holds no timestamp and token as Mailgun writes them, in JSON or a form.');
  // An event of a subaccount carries that of the account above it as well.
  const signatures = [...bytesOf(signature), ...bytesOf(parent)];
  const name = matchingSecret(secrets, signatures, (secret) =>
    createHmac('sha256', secret).update(time).update(token).digest(),
  );
  if (name === undefined)
    return refused(
      'unverified',
      'The signature in the body does not fit its timestamp, its token and any of the secrets.',
    );
  return staleness(Number(time) * 1_000, request.receivedAt, config.toleranceSeconds) ?? verified(name);
});
