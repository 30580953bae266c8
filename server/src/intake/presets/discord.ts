import { discord } from '@millrace/shared/intake/discord';
import { decodeSignature } from '../decode-signature.ts';
import { handshakeBody } from '../handshake-body.ts';
import { matchingKey } from '../matching-key.ts';
import { ed25519Key } from '../public-keys.ts';
import { verifyTimedSignature } from '../timed-signature.ts';
import { implementPreset, type NamedSecret, type SignedRequest } from '../verifier.ts';

const keyOf = (text: string) => ed25519Key(text, 'hex');

const check = (toleranceSeconds: number, request: SignedRequest, secrets: readonly NamedSecret[]) =>
  verifyTimedSignature(
    {
      signatureHeader: 'x-signature-ed25519',
      timestampHeader: 'x-signature-timestamp',
      unit: 's',
      decode: (text) => decodeSignature(text, 'hex', 64),
      matching: (signature, timestamp) =>
        matchingKey(secrets, keyOf, null, Buffer.concat([Buffer.from(timestamp), request.body]), signature),
      mismatch: 'The signature does not fit the time, the body and any of the public keys.',
    },
    toleranceSeconds,
    request,
  );

/**
 * Interactions and webhook events. Discord asks now and then, and with wrong signatures, too.
 * @see https://docs.discord.com/developers/interactions/overview
 * @see https://docs.discord.com/developers/events/webhook-events
 */
export const discordVerifier = implementPreset(
  discord,
  (config, request, secrets) => check(config.toleranceSeconds, request, secrets),
  {
    secretForm: () => ({
      isUsable: (value) => keyOf(value) !== undefined,
      description: 'the public key of the application, which has 64 hexadecimal digits',
    }),
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
