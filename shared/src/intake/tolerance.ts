import { z } from 'zod';

/** How far a signed time may be off, for presets whose senders sign one. */
export const toleranceSeconds = z
  .number()
  .int()
  .min(1)
  .max(3_600)
  .default(300)
  .meta({ title: 'Tolerance (s)', description: 'How far the signed time may be off, both ways.' });
