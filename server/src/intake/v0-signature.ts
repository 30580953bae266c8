import { createHmac } from 'node:crypto';
import { decodeSignature } from './decode-signature.ts';
import { matchingSecret } from './matching-secret.ts';
import { verifyTimedSignature } from './timed-signature.ts';
import type { NamedSecret, SignedRequest, VerificationResult } from './verifier.ts';

const PREFIX = 'v0=';

/** Checks `v0=` and an HMAC over `v0:{timestamp}:{body}`, as Slack signs, and Zoom under other names. */
export const verifyV0Signature = (
  names: { readonly signatureHeader: string; readonly timestampHeader: string },
  toleranceSeconds: number,
  request: SignedRequest,
  secrets: readonly NamedSecret[],
): VerificationResult =>
  verifyTimedSignature(
    {
      ...names,
      unit: 's',
      decode: (text) => (text.startsWith(PREFIX) ? decodeSignature(text.slice(PREFIX.length), 'hex', 32) : undefined),
      matching: (signature, timestamp) =>
        matchingSecret(secrets, [signature], (secret) =>
          createHmac('sha256', secret).update(`v0:${timestamp}:`).update(request.body).digest(),
        ),
      mismatch: 'The signature does not fit the time, the body and any of the secrets.',
    },
    toleranceSeconds,
    request,
  );
