import { bitbucket } from '@millrace/shared/intake/bitbucket';
import { verifyBodySignature } from '../body-signature.ts';
import { implementPreset } from '../verifier.ts';

const SIGNATURE = { header: 'x-hub-signature', prefix: 'sha256=', algorithm: 'sha256', encoding: 'hex' } as const;

/** @see https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/ */
export const bitbucketVerifier = implementPreset(bitbucket, (_config, request, secrets) =>
  verifyBodySignature(SIGNATURE, request, secrets),
);
