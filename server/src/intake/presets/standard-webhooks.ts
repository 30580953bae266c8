import { standardWebhooks } from '@millrace/shared/intake/standard-webhooks';
import { standardWebhooksSecret, verifyStandardWebhooks } from '../standard-webhooks-signature.ts';
import { implementPreset } from '../verifier.ts';

/** @see https://www.standardwebhooks.com */
export const standardWebhooksVerifier = implementPreset(
  standardWebhooks,
  (config, request, secrets) => verifyStandardWebhooks(config.toleranceSeconds, request, secrets),
  { secretForm: () => standardWebhooksSecret },
);
