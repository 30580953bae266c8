import type { VerificationPreset } from '@millrace/shared/intake/define-preset';
import type { z } from 'zod';
import type { HeaderBag } from './header-bag.ts';

/** What a preset may look at. */
export interface SignedRequest {
  readonly method: string;
  readonly headers: HeaderBag;
  /** The bytes as they came. */
  readonly body: Uint8Array;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
}

export interface NamedSecret {
  readonly name: string;
  readonly value: string;
}

export type VerificationResult =
  /** `secret` names the one that matched; null where the preset needs none. */
  | { readonly kind: 'verified'; readonly secret: string | null }
  | { readonly kind: 'refused'; readonly outcome: 'unverified' | 'stale' | 'malformed'; readonly reason: string };

export const verified = (secret: string | null): VerificationResult => ({ kind: 'verified', secret });
export const refused = (outcome: 'unverified' | 'stale' | 'malformed', reason: string): VerificationResult => ({
  kind: 'refused',
  outcome,
  reason,
});

export interface PresetImplementation<Config extends z.ZodType = z.ZodType> {
  readonly preset: VerificationPreset<string, Config>;
  /** Pure. Never throws. `secrets` holds those of the config that exist, in its order. */
  readonly verify: (
    config: z.output<Config>,
    request: SignedRequest,
    secrets: readonly NamedSecret[],
  ) => VerificationResult;
}

/** Pairs a verification preset with its check. */
export const implementPreset = <Preset extends string, Config extends z.ZodType>(
  preset: VerificationPreset<Preset, Config>,
  verify: PresetImplementation<Config>['verify'],
): PresetImplementation<Config> => ({ preset, verify });
