import { createHmac } from 'node:crypto';
import { zoom } from '@millrace/shared/intake/zoom';
import { isJsonObject } from '@millrace/shared/json-object';
import { handshakeBody } from '../handshake-body.ts';
import { verifyV0Signature } from '../v0-signature.ts';
import { implementPreset, refused } from '../verifier.ts';

const SIGNATURE = {
  signatureHeader: 'x-zm-signature',
  timestampHeader: 'x-zm-request-timestamp',
} as const;

/** It is signed as it came, so nothing that could be what a request signs, which holds colons. */
const PLAIN_TOKEN = /^[\w+/=.-]{1,256}$/;

/** @see https://developers.zoom.us/docs/api/webhooks/ */
export const zoomVerifier = implementPreset(
  zoom,
  (config, request, secrets) => verifyV0Signature(SIGNATURE, config.toleranceSeconds, request, secrets),
  {
    handshake: (config, request, secrets) => {
      const body = handshakeBody(request.body);
      const plainToken = isJsonObject(body?.payload) ? body.payload.plainToken : undefined;
      if (body?.event !== 'endpoint.url_validation' || typeof plainToken !== 'string') return undefined;
      const result = verifyV0Signature(SIGNATURE, config.toleranceSeconds, request, secrets);
      if (result.kind === 'refused') return result;
      if (!PLAIN_TOKEN.test(plainToken)) return refused('malformed', 'plainToken is no plain word.');
      const secret = secrets.find(({ name }) => name === result.secret)?.value ?? '';
      const encryptedToken = createHmac('sha256', secret).update(plainToken).digest('hex');
      const answer = {
        status: 200,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({ plainToken, encryptedToken }),
      };
      return { kind: 'answered', answer, secret: result.secret };
    },
  },
);
