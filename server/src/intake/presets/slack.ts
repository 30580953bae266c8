import { slack } from '@millrace/shared/intake/slack';
import { handshakeBody } from '../handshake-body.ts';
import { verifyV0Signature } from '../v0-signature.ts';
import { implementPreset } from '../verifier.ts';

const SIGNATURE = {
  signatureHeader: 'x-slack-signature',
  timestampHeader: 'x-slack-request-timestamp',
} as const;

/**
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack
 * @see https://docs.slack.dev/reference/events/url_verification
 */
export const slackVerifier = implementPreset(
  slack,
  (config, request, secrets) => verifyV0Signature(SIGNATURE, config.toleranceSeconds, request, secrets),
  {
    handshake: (config, request, secrets) => {
      const body = handshakeBody(request.body);
      if (body?.type !== 'url_verification' || typeof body.challenge !== 'string') return undefined;
      const result = verifyV0Signature(SIGNATURE, config.toleranceSeconds, request, secrets);
      if (result.kind === 'refused') return result;
      const answer = { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: body.challenge };
      return { kind: 'answered', answer, secret: result.secret };
    },
  },
);
