import type { Verification } from '@millrace/shared/intake/index';
import type { NamedSecret } from './verifier.ts';
import { secretFormOf, signingSecretsOf } from './verifiers.ts';

/** Secrets that can prove nothing, so that a genuine request is refused as a forged one is. */
export interface UnusableSecrets {
  /** Whether no other secret could prove anything. */
  readonly all: boolean;
  /** Which ones, and what they have to be: one or two sentences. */
  readonly reason: string;
}

const listed = new Intl.ListFormat('en', { type: 'disjunction' });

/** What is wrong with the secrets that a request has to fit: none exists, or some have not the form that they must have. */
export const unusableSecrets = (
  verification: Verification,
  secrets: readonly NamedSecret[],
): UnusableSecrets | undefined => {
  const names = signingSecretsOf(verification);
  const existing = secrets.filter(({ name }) => names.includes(name));
  if (existing.length === 0 && names.length > 0) {
    const reason = `None of the secrets that this workflow verifies with exists. Add ${listed.format(names)} under Secrets.`;
    return { all: true, reason };
  }
  const form = secretFormOf(verification);
  const unusable = form ? existing.filter(({ value }) => !form.isUsable(value)).map(({ name }) => name) : [];
  if (form === undefined || unusable.length === 0) return undefined;
  const reason = `The secret ${listed.format(unusable)} cannot verify anything. Store ${form.description} under Secrets.`;
  return { all: unusable.length === existing.length, reason };
};
