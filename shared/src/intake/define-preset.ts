import type { z } from 'zod';

/** Where a sender writes what stays the same when it sends an event again, and is never the same for another event. */
export type EventId =
  | { readonly kind: 'header'; readonly name: string }
  /** A text or a whole number in the body. */
  | {
      readonly kind: 'path';
      readonly path: string;
      /** Another path that holds the same id when the sender writes its body in another form. */
      readonly sameAs?: string;
    }
  /** Several parts that tell an event only together. */
  | { readonly kind: 'all'; readonly of: readonly EventId[] };

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
  readonly credentialParameters?: (config: z.output<Config>) => readonly string[];
  /** Fields of a JSON body that prove the sender, wherever they stand; masked before the body is kept or run. */
  readonly credentialFields?: readonly string[];
  /** Where the id of an event stands, for senders that give one. Several places are tried in turn. */
  readonly eventIds?: (config: z.output<Config>) => readonly EventId[];
}

export const definePreset = <const Preset extends string, Config extends z.ZodType>(
  preset: VerificationPreset<Preset, Config>,
): VerificationPreset<Preset, Config> => preset;
