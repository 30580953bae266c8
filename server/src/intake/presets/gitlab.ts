import { gitlab } from '@millrace/shared/intake/gitlab';
import { matchingToken } from '../matching-token.ts';
import { standardWebhooksSecret, verifyStandardWebhooks } from '../standard-webhooks-signature.ts';
import { implementPreset, refused, verified } from '../verifier.ts';

const TOKEN = 'x-gitlab-token';

/** @see https://docs.gitlab.com/user/project/integrations/webhooks/ */
export const gitlabVerifier = implementPreset(
  gitlab,
  (config, request, secrets) => {
    if (config.proof === 'signing-token') return verifyStandardWebhooks(config.toleranceSeconds, request, secrets);
    const given = request.headers.only(TOKEN);
    if (given === undefined) return refused('unverified', `The header ${TOKEN} is missing.`);
    const name = matchingToken(secrets, given);
    return name === undefined ? refused('unverified', `The token in ${TOKEN} is none of the secrets.`) : verified(name);
  },
  { secretForm: ({ proof }) => (proof === 'signing-token' ? standardWebhooksSecret : undefined) },
);
