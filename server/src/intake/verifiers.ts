import type { PresetName, Verification } from '@millrace/shared/intake/index';
import { basicVerifier } from './basic.ts';
import { githubVerifier } from './github.ts';
import { headerTokenVerifier } from './header-token.ts';
import { hmacVerifier } from './hmac.ts';
import { noneVerifier } from './none.ts';
import { stripeVerifier } from './stripe.ts';
import type { NamedSecret, PresetImplementation, SignedRequest, VerificationResult } from './verifier.ts';

const verifiers: { readonly [Name in PresetName]: PresetImplementation } = {
  none: noneVerifier,
  stripe: stripeVerifier,
  github: githubVerifier,
  hmac: hmacVerifier,
  'header-token': headerTokenVerifier,
  basic: basicVerifier,
};

/** Headers whose values prove the sender, in lower case. */
export const credentialHeadersOf = (verification: Verification): readonly string[] =>
  verifiers[verification.preset].preset.credentialHeaders(verification);

/** Checks a request against a workflow's verification. Pure. */
export const verify = (
  verification: Verification,
  request: SignedRequest,
  secrets: readonly NamedSecret[],
): VerificationResult => verifiers[verification.preset].verify(verification, request, secrets);
