import { createHmac } from 'node:crypto';
import { hubspot } from '@millrace/shared/intake/hubspot';
import { decodeSignature } from '../decode-signature.ts';
import { matchingSecret } from '../matching-secret.ts';
import { verifyTimedSignature } from '../timed-signature.ts';
import { implementPreset } from '../verifier.ts';

/** HubSpot decodes these, and no others, before it signs. */
const DECODED = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

/** @see https://developers.hubspot.com/docs/guides/apps/authentication/validating-requests */
export const hubspotVerifier = implementPreset(hubspot, (config, request, secrets) => {
  const { method, url, body } = request;
  const uri = url.replace(DECODED, (code) => decodeURIComponent(code));
  return verifyTimedSignature(
    {
      signatureHeader: 'x-hubspot-signature-v3',
      timestampHeader: 'x-hubspot-request-timestamp',
      unit: 'ms',
      decode: (text) => decodeSignature(text, 'base64', 32),
      matching: (signature, timestamp) =>
        matchingSecret(secrets, [signature], (secret) =>
          createHmac('sha256', secret).update(`${method}${uri}`).update(body).update(timestamp).digest(),
        ),
      mismatch: `The signature does not fit the method, the URL ${url}, the body, the time and any of the secrets. The URL has to be the one that HubSpot was given: see MILLRACE_PUBLIC_URL.`,
    },
    config.toleranceSeconds,
    request,
  );
});
