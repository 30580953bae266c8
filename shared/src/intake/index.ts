import { z } from 'zod';
import { basic } from './basic.ts';
import { github } from './github.ts';
import { headerToken } from './header-token.ts';
import { hmac } from './hmac.ts';
import { none } from './none.ts';
import { stripe } from './stripe.ts';

/** Every verification preset, in the order in which the editor offers them. */
export const presets = [none, stripe, github, hmac, headerToken, basic] as const;

export type Preset = (typeof presets)[number];
export type PresetName = Preset['preset'];

/** The webhook node's `config.verification`. */
export const verification = z.discriminatedUnion('preset', [
  none.config,
  stripe.config,
  github.config,
  hmac.config,
  headerToken.config,
  basic.config,
]);
export type Verification = z.output<typeof verification>;

export const presetOf = (name: string): Preset | undefined => presets.find(({ preset }) => preset === name);
