import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';

export const cloudevents = definePreset({
  preset: 'cloudevents',
  label: 'CloudEvents',
  config: z.object({
    preset: z.literal('cloudevents'),
    secrets: secretNames.meta({ title: 'Bearer tokens', widget: 'secrets' }),
    origins: z
      .array(
        z
          .string()
          .trim()
          .regex(/^[\w.:/[\]-]{1,255}$/, 'Write it as the sender does: a name such as events.example.com.'),
      )
      .max(50)
      .default([])
      .meta({
        title: 'Origins that may ask',
        description:
          'What the sender gives as `WebHook-Request-Origin`, exactly, as `events.example.com`. Others are not told that they may send.',
      }),
    allowedRate: z.number().int().min(1).max(1_000_000).optional().meta({
      title: 'Rate that is granted (per minute)',
      description: 'Told to a sender that asks; without it, any rate. What holds is under Pace and order.',
    }),
  }),
  initial: { preset: 'cloudevents', secrets: [], origins: [] },
  help: 'Make up a token, add it as a secret, and give the sender the trigger URL and `Authorization: Bearer` with that token. Its question whether it may send (`OPTIONS` with `WebHook-Request-Origin`) is answered for the origins that you name, without running the workflow; a `WebHook-Request-Callback` is never called. Checked: the token. Single events in both modes and batches in JSON are taken, other formats get 415. Structured: the event is the body, its data `input.data`. Binary: the data is the body, and the attributes are headers, as `trigger.headers["ce-type"]`. The body is not covered by the token.',
  link: 'https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md',
  credentialHeaders: () => ['authorization'],
  eventIds: () => [
    {
      kind: 'all',
      of: [
        { kind: 'header', name: 'ce-source' },
        { kind: 'header', name: 'ce-id' },
      ],
    },
    {
      kind: 'all',
      of: [
        { kind: 'path', path: 'source' },
        { kind: 'path', path: 'id' },
      ],
    },
  ],
});
