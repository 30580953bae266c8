import { typeform } from '@millrace/shared/intake/typeform';
import { verifyBodySignature } from '../body-signature.ts';
import { implementPreset } from '../verifier.ts';

const SIGNATURE = { header: 'typeform-signature', prefix: 'sha256=', algorithm: 'sha256', encoding: 'base64' } as const;

/** @see https://www.typeform.com/developers/webhooks/secure-your-webhooks/ */
export const typeformVerifier = implementPreset(typeform, (_config, request, secrets) =>
  verifyBodySignature(SIGNATURE, request, secrets),
);
