import { z } from 'zod';

/** Longest key of a record, in UTF-16 units. */
export const MAX_KEY_LENGTH = 500;

/** The name of a collection. It is written into the workflow and never comes from data. */
export const collectionName = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
    'Name the collection with letters, digits, - and _, starting with a letter, as customers.',
  );

/** Says what keeps a text from being a key, or nothing. */
export function keyProblem(key: string): string | undefined {
  if (key === '') return 'A key cannot be empty.';
  if (key.length > MAX_KEY_LENGTH) return `A key can be at most ${MAX_KEY_LENGTH} characters long.`;
  if (!key.isWellFormed() || key.includes('\0')) return 'A key has to be valid Unicode text without NUL characters.';
  return undefined;
}

export const recordKey = z.string().superRefine((key, context) => {
  const message = keyProblem(key);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

/** A collection as it is listed; it is there as long as it holds a record. */
export const collectionSummary = z.object({
  name: z.string(),
  records: z.number().int(),
  updatedAt: z.iso.datetime(),
});

const recordDates = {
  /** 1 for a new record, and one more with each change. */
  revision: z.number().int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
};

export const collectionRecord = z.object({ key: z.string(), value: z.unknown(), ...recordDates });
export type CollectionRecord = z.infer<typeof collectionRecord>;

/** A record as it is listed, with the start of its JSON text. */
export const recordSummary = z.object({
  key: z.string(),
  preview: z.string(),
  /** Of its JSON text. */
  sizeBytes: z.number().int(),
  ...recordDates,
});
