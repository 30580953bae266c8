import { linear } from '@millrace/shared/intake/linear';
import { isJsonObject } from '@millrace/shared/json-object';
import { parseBody } from '../../body/parse-body.ts';
import { verifyBodySignature } from '../body-signature.ts';
import { staleness } from '../stale.ts';
import { implementPreset, refused } from '../verifier.ts';

const SIGNATURE = { header: 'linear-signature', prefix: '', algorithm: 'sha256', encoding: 'hex' } as const;

/**
 * The time stands in the body, so that it is signed; a header that repeats it is not.
 * @see https://linear.app/developers/webhooks
 */
export const linearVerifier = implementPreset(linear, (config, request, secrets) => {
  const result = verifyBodySignature(SIGNATURE, request, secrets);
  if (result.kind === 'refused') return result;
  const body = parseBody('application/json', request.body);
  const signedAt = body.kind === 'parsed' && isJsonObject(body.value) ? body.value.webhookTimestamp : undefined;
  if (typeof signedAt !== 'number') return refused('malformed', 'The body holds no webhookTimestamp.');
  return staleness(signedAt, request.receivedAt, config.toleranceSeconds) ?? result;
});
