import type { Genuine } from './genuine.ts';
import { github } from './github.ts';
import { stripe } from './stripe.ts';

/** At least one request for each preset that signs something. */
export const genuineRequests: readonly Genuine[] = [github, stripe];
