import { createHash } from 'node:crypto';
import { meta } from '@millrace/shared/intake/meta';
import { verifyBodySignature } from '../body-signature.ts';
import { matchingSecret } from '../matching-secret.ts';
import { implementPreset, refused } from '../verifier.ts';

const SIGNATURE = { header: 'x-hub-signature-256', prefix: 'sha256=', algorithm: 'sha256', encoding: 'hex' } as const;
/** It is sent back as it came, so nothing that a browser could take for a page. */
const CHALLENGE = /^[\w-]{1,256}$/;

const digest = (text: string): Uint8Array => createHash('sha256').update(text).digest();

/**
 * Meta asks once, with a GET that carries the verify token; any of the workflow's secrets may be that token.
 * @see https://developers.facebook.com/docs/graph-api/webhooks/getting-started
 */
export const metaVerifier = implementPreset(
  meta,
  (_config, request, secrets) => verifyBodySignature(SIGNATURE, request, secrets),
  {
    handshakeMethods: ['GET'],
    handshake: (_config, { method, query }, secrets) => {
      const parameters = new URLSearchParams(query);
      if (method !== 'GET' || parameters.get('hub.mode') !== 'subscribe') return undefined;
      const challenge = parameters.get('hub.challenge') ?? '';
      if (!CHALLENGE.test(challenge)) return refused('malformed', 'hub.challenge is missing, or no plain word.');
      // Digests hide the length, too.
      const token = digest(parameters.get('hub.verify_token') ?? '');
      const secret = matchingSecret(secrets, [token], digest);
      if (secret === undefined) return refused('unverified', 'hub.verify_token is none of the secrets.');
      return {
        kind: 'answered',
        answer: { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: challenge },
        secret,
      };
    },
  },
);
