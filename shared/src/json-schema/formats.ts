import { z } from 'zod';

/** Longer texts are of none of these formats; it bounds the time that is spent on one. */
const MAX_LENGTH = 4_096;

const formats: Readonly<Record<string, z.ZodType>> = {
  'date-time': z.iso.datetime({ offset: true }),
  date: z.iso.date(),
  email: z.email(),
  uuid: z.uuid(),
  ipv4: z.ipv4(),
  ipv6: z.ipv6(),
  uri: z.url(),
};

/** Whether a text is of the format; undefined when the format is not one of those that are checked. */
export function formatCheck(name: string): ((text: string) => boolean) | undefined {
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  return format && ((text) => text.length <= MAX_LENGTH && format.safeParse(text).success);
}
