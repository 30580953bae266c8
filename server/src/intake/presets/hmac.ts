import { hmac } from '@millrace/shared/intake/hmac';
import { verifyHmac } from '../body-signature.ts';
import { signedContent } from '../signed-content.ts';
import { staleness } from '../stale.ts';
import { implementPreset, refused } from '../verifier.ts';

export const hmacVerifier = implementPreset(hmac, (config, request, secrets) => {
  const content = signedContent(config, request);
  if ('reason' in content) return refused('unverified', content.reason);
  const mismatch = `The signature does not fit ${config.signed === '{body}' ? 'the body' : config.signed} and any of the secrets.`;
  const result = verifyHmac(config, request.headers, content.parts, secrets, mismatch);
  if (result.kind === 'refused' || content.signedAt === undefined) return result;
  return staleness(content.signedAt, request.receivedAt, config.toleranceSeconds) ?? result;
});
