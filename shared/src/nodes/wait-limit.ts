import { z } from 'zod';
import { templated } from './templated.ts';

export const waitUnits = ['seconds', 'minutes', 'hours', 'days'] as const;

/** So long from when the node is reached. */
export const waitDuration = z.object({
  kind: z.literal('duration'),
  amount: templated(z.number().min(0)).default(1).meta({ title: 'For' }),
  unit: z.enum(waitUnits).default('minutes').meta({ title: 'Unit' }),
});

/** Until a moment that is written out, or comes from the data. */
export const waitInstant = z.object({
  kind: z.literal('instant'),
  at: templated(z.union([z.string().min(1, 'Say until when.'), z.number()])).meta({
    title: 'Until',
    description:
      'As 2026-03-31T09:00:00Z, with a time zone; or the milliseconds since 1970. What is past is over at once.',
  }),
});

/** How a wait is said on a card: `5 minutes`, `until {{ input.dueAt }}`. */
export function waitWords(wait: z.input<typeof waitDuration> | z.input<typeof waitInstant>): string {
  if (wait.kind === 'instant') return `until ${wait.at ?? '…'}`;
  const { amount = 1, unit = 'minutes' } = wait;
  return `${amount} ${amount === 1 ? unit.slice(0, -1) : unit}`;
}
