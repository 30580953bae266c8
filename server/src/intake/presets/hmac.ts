import { hmac } from '@millrace/shared/intake/hmac';
import { verifyBodySignature } from '../body-signature.ts';
import { implementPreset } from '../verifier.ts';

export const hmacVerifier = implementPreset(hmac, verifyBodySignature);
