import { z } from 'zod';
import { definePreset } from './define-preset.ts';

export const none = definePreset({
  preset: 'none',
  label: 'No verification',
  config: z.object({ preset: z.literal('none') }),
  initial: { preset: 'none' },
  help: 'Anyone who knows the trigger URL can start this workflow. Choose this only for senders that cannot sign.',
  credentialHeaders: () => [],
});
