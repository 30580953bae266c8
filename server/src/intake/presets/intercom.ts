import { intercom } from '@millrace/shared/intake/intercom';
import { verifyBodySignature } from '../body-signature.ts';
import { implementPreset } from '../verifier.ts';

const SIGNATURE = { header: 'x-hub-signature', prefix: 'sha1=', algorithm: 'sha1', encoding: 'hex' } as const;

/** @see https://developers.intercom.com/docs/references/webhooks/webhook-models */
export const intercomVerifier = implementPreset(intercom, (_config, request, secrets) =>
  verifyBodySignature(SIGNATURE, request, secrets),
);
