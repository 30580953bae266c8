import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';

export const queryToken = definePreset({
  preset: 'query-token',
  label: 'Token in the query',
  config: z.object({
    preset: z.literal('query-token'),
    secrets: secretNames.meta({ title: 'Secrets', widget: 'secrets' }),
    parameter: z
      .string()
      .trim()
      .regex(/^[\w.~-]{1,100}$/, 'The name of a parameter consists of letters, digits and - . _ ~.')
      .default('token')
      .meta({ title: 'Parameter', description: 'token: the trigger URL and then ?token=…' }),
  }),
  initial: { preset: 'query-token', secrets: [], parameter: 'token' },
  help: 'For senders that can do nothing but call a URL: give them the trigger URL with `?token=` and one of the secrets behind it. A secret of letters and digits needs no care; of others, all but `- . _ ~ +` are written percent-encoded. The value is masked in the deliveries, also where a header repeats the URL, and `trigger.query` does not hold it. **Whoever sees the URL can send**: proxies and senders write URLs into their logs. The body is not covered. Prefer a signature, or a token in a header, where the sender offers one.',
  credentialHeaders: () => [],
  credentialParameters: (config) => [config.parameter],
});
