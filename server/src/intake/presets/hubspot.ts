import { createHmac } from 'node:crypto';
import { hubspot } from '@millrace/shared/intake/hubspot';
import { decodeSignature } from '../decode-signature.ts';
import { matchingSecret } from '../matching-secret.ts';
import { staleness } from '../stale.ts';
import { implementPreset, refused, verified } from '../verifier.ts';

const SIGNATURE = 'x-hubspot-signature-v3';
const TIMESTAMP = 'x-hubspot-request-timestamp';
const UNIX_MILLISECONDS = /^[1-9]\d{12,14}$/;
/** HubSpot decodes these, and no others, before it signs. */
const DECODED = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

/** @see https://developers.hubspot.com/docs/guides/apps/authentication/validating-requests */
export const hubspotVerifier = implementPreset(
  hubspot,
  (config, { method, url, headers, body, receivedAt }, secrets) => {
    const given = headers.only(SIGNATURE);
    if (given === undefined) return refused('unverified', `The header ${SIGNATURE} is missing.`);
    const timestamp = headers.only(TIMESTAMP);
    if (timestamp === undefined || !UNIX_MILLISECONDS.test(timestamp))
      return refused('unverified', `The header ${TIMESTAMP} holds no time in milliseconds.`);
    const signature = decodeSignature(given, 'base64', 32);
    if (signature === undefined) return refused('unverified', `The header ${SIGNATURE} holds no SHA-256 signature.`);
    const uri = url.replace(DECODED, (code) => decodeURIComponent(code));
    const name = matchingSecret(secrets, [signature], (secret) =>
      createHmac('sha256', secret).update(`${method}${uri}`).update(body).update(timestamp).digest(),
    );
    if (name === undefined) {
      return refused(
        'unverified',
        `The signature does not fit the method, the URL ${url}, the body, the time and any of the secrets. The URL has to be the one that HubSpot was given: see MILLRACE_PUBLIC_URL.`,
      );
    }
    return staleness(Number(timestamp), receivedAt, config.toleranceSeconds) ?? verified(name);
  },
);
