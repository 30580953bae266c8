import { createHmac } from 'node:crypto';
import { hmac } from '@millrace/shared/intake/hmac';
import { decodeSignature } from '../decode-signature.ts';
import { matchingSecret } from '../matching-secret.ts';
import { implementPreset, refused, verified } from '../verifier.ts';

/** Lengths of the digests in bytes (RFC 6234, RFC 3174). */
const digestBytes = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 } as const;

export const hmacVerifier = implementPreset(hmac, (config, { headers, body }, secrets) => {
  const given = headers.only(config.header);
  if (given === undefined) return refused('unverified', `The header ${config.header} is missing.`);
  if (!given.startsWith(config.prefix))
    return refused('unverified', `The header ${config.header} does not start with ${config.prefix}.`);
  const signature = decodeSignature(given.slice(config.prefix.length), config.encoding, digestBytes[config.algorithm]);
  if (signature === undefined)
    return refused(
      'unverified',
      `The header ${config.header} holds no ${config.algorithm} signature in ${config.encoding}.`,
    );
  const name = matchingSecret(secrets, [signature], (secret) =>
    createHmac(config.algorithm, secret).update(body).digest(),
  );
  return name === undefined
    ? refused('unverified', 'The signature does not fit the body and any of the secrets.')
    : verified(name);
});
