import type { z } from 'zod';

/** Where a sender writes what stays the same when it sends an event again. */
export type EventId =
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'path'; readonly path: string };

/** How a sender proves that a request is its own. */
export interface VerificationPreset<Preset extends string = string, Config extends z.ZodType = z.ZodType> {
  readonly preset: Preset;
  readonly label: string;
  /** The webhook node's `config.verification`, with `preset` as its literal tag. */
  readonly config: Config;
  readonly initial: z.input<Config>;
  /** Where to find the secret, and what is checked. Markdown. */
  readonly help: string;
  /** The sender's own documentation. */
  readonly link?: string;
  /** Headers that prove the sender; masked wherever a delivery is shown. Lower case. */
  readonly credentialHeaders: (config: z.output<Config>) => readonly string[];
  /** Parameters of the query whose values are masked likewise. */
  readonly credentialParameters?: readonly string[];
  /** The id of an event, where the sender gives one. Several are tried in turn. */
  readonly eventIds?: readonly EventId[];
}

export const definePreset = <const Preset extends string, Config extends z.ZodType>(
  preset: VerificationPreset<Preset, Config>,
): VerificationPreset<Preset, Config> => preset;
