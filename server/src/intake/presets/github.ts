import { github } from '@millrace/shared/intake/github';
import { verifyBodySignature } from '../body-signature.ts';
import { implementPreset } from '../verifier.ts';

const SIGNATURE = { header: 'x-hub-signature-256', prefix: 'sha256=', algorithm: 'sha256', encoding: 'hex' } as const;

/** @see https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries */
export const githubVerifier = implementPreset(github, (_config, request, secrets) =>
  verifyBodySignature(SIGNATURE, request, secrets),
);
