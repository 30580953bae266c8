import { createHash } from 'node:crypto';
import { meta } from '@millrace/shared/intake/meta';
import { verifyBodySignature } from '../body-signature.ts';
import { matchingSecret } from '../matching-secret.ts';
import { implementPreset, refused } from '../verifier.ts';

const SIGNATURE = { header: 'x-hub-signature-256', prefix: 'sha256=', algorithm: 'sha256', encoding: 'hex' } as const;
/** It is sent back as it came, so nothing that a browser could take for a page. */
const CHALLENGE = /^[\w-]{1,256}$/;

/** The value of a parameter that came exactly once, since readers disagree on which of several counts. */
const only = (parameters: URLSearchParams, name: string): string | undefined => {
  const values = parameters.getAll(name);
  return values.length === 1 ? values[0] : undefined;
};

const digest = (text: string): Uint8Array => createHash('sha256').update(text).digest();

/**
 * Meta asks once, with a GET that carries the verify token; which is no app secret: it stands in URLs and logs, and must sign nothing.
 * @see https://developers.facebook.com/docs/graph-api/webhooks/getting-started
 */
export const metaVerifier = implementPreset(
  meta,
  (config, request, secrets) =>
    verifyBodySignature(
      SIGNATURE,
      request,
      secrets.filter(({ name }) => name !== config.verifyToken),
    ),
  {
    handshakeMethods: ['GET'],
    handshake: (config, { method, query }, secrets) => {
      const parameters = new URLSearchParams(query);
      if (method !== 'GET' || only(parameters, 'hub.mode') !== 'subscribe') return undefined;
      const token = only(parameters, 'hub.verify_token');
      if (token === undefined) return refused('unverified', 'hub.verify_token did not come exactly once.');
      // Digests hide the length, too.
      const ours = secrets.filter(({ name }) => name === config.verifyToken);
      const secret = matchingSecret(ours, [digest(token)], digest);
      if (secret === undefined)
        return refused('unverified', 'hub.verify_token is not the verify token of this workflow.');
      const challenge = only(parameters, 'hub.challenge') ?? '';
      if (!CHALLENGE.test(challenge)) return refused('malformed', 'hub.challenge is missing, or no plain word.');
      return {
        kind: 'answered',
        answer: { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: challenge },
        secret,
      };
    },
  },
);
