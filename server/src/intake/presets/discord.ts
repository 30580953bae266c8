import { discord } from '@millrace/shared/intake/discord';
import { decodeSignature } from '../decode-signature.ts';
import { handshakeBody } from '../handshake-body.ts';
import { matchingKey } from '../matching-key.ts';
import { ed25519Key } from '../public-keys.ts';
import { isUnixSeconds, staleness } from '../stale.ts';
import { implementPreset, type NamedSecret, refused, type SignedRequest, verified } from '../verifier.ts';

const SIGNATURE = 'x-signature-ed25519';
const TIMESTAMP = 'x-signature-timestamp';

const check = (toleranceSeconds: number, request: SignedRequest, secrets: readonly NamedSecret[]) => {
  const { headers, body, receivedAt } = request;
  const given = headers.only(SIGNATURE);
  if (given === undefined) return refused('unverified', `The header ${SIGNATURE} is missing.`);
  const timestamp = headers.only(TIMESTAMP);
  if (timestamp === undefined || !isUnixSeconds(timestamp))
    return refused('unverified', `The header ${TIMESTAMP} holds no time in whole seconds.`);
  const signature = decodeSignature(given, 'hex', 64);
  if (signature === undefined) return refused('unverified', `The header ${SIGNATURE} holds no Ed25519 signature.`);
  const signed = Buffer.concat([Buffer.from(timestamp), body]);
  const name = matchingKey(secrets, (text) => ed25519Key(text, 'hex'), null, signed, signature);
  if (name === undefined)
    return refused('unverified', 'The signature does not fit the time, the body and any of the public keys.');
  return staleness(Number(timestamp) * 1_000, receivedAt, toleranceSeconds) ?? verified(name);
};

/**
 * Interactions and webhook events. Discord asks now and then, and with wrong signatures, too.
 * @see https://docs.discord.com/developers/interactions/overview
 * @see https://docs.discord.com/developers/events/webhook-events
 */
export const discordVerifier = implementPreset(
  discord,
  (config, request, secrets) => check(config.toleranceSeconds, request, secrets),
  {
    handshake: (config, request, secrets) => {
      const body = handshakeBody(request.body);
      // An interaction of type 1, or webhook events of type 0, which carry no event.
      const isInteraction = body?.type === 1 && body.event === undefined;
      if (!isInteraction && body?.type !== 0) return undefined;
      const result = check(config.toleranceSeconds, request, secrets);
      if (result.kind === 'refused') return result;
      const answer = isInteraction
        ? { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: '{"type":1}' }
        : { status: 204, headers: {}, body: '' };
      return { kind: 'answered', answer, secret: result.secret };
    },
  },
);
