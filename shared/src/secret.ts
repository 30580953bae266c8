import { z } from 'zod';

/** As in an environment variable, so that `secrets.NAME` needs no quotes. */
export const secretName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'Use letters, digits and underscores, starting with a letter.');

/** The names of the secrets that may verify a request; any of them may match, so that they can be rotated. */
export const secretNames = z.array(secretName).min(1, 'Choose a secret.').max(10);

/** What can be read about a secret. Its value cannot. */
export const secret = z.object({ name: secretName, createdAt: z.iso.datetime(), updatedAt: z.iso.datetime() });
export type Secret = z.infer<typeof secret>;

export const secretValue = z
  .string()
  .min(1)
  .max(65_536)
  .refine((value) => value.trim() !== '', 'A secret cannot be blank.');
