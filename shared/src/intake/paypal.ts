import { z } from 'zod';
import { definePreset } from './define-preset.ts';

export const paypal = definePreset({
  preset: 'paypal',
  label: 'PayPal',
  config: z.object({
    preset: z.literal('paypal'),
    webhookId: z
      .string()
      .trim()
      // PayPal's simulator signs for anybody, as WEBHOOK_ID.
      .regex(
        /^[A-Za-z0-9]{10,50}$/,
        'Write the webhook ID that PayPal shows beside the URL, as 1JE4291016473214C. Events of the simulator are not taken: anybody can have it sign some.',
      )
      .meta({
        title: 'Webhook ID',
        description: 'Of the webhook that you added in PayPal, as 1JE4291016473214C. It is part of what is signed.',
      }),
    environment: z.enum(['live', 'sandbox']).default('live').meta({
      title: 'Environment',
      description: 'Events of the other one are refused: they are signed with other certificates.',
    }),
    toleranceSeconds: z.number().int().min(1).max(604_800).default(262_800).meta({
      title: 'Tolerance (s)',
      description:
        'How far the time of an event may be off, both ways. PayPal repeats events for three days, with the time of the first attempt.',
    }),
  }),
  initial: { preset: 'paypal', webhookId: '', environment: 'live' },
  help: 'In the *PayPal Developer Dashboard* open *Apps & Credentials*, choose *Live* or *Sandbox* and your app, add the trigger URL under *Webhooks*, and copy its *Webhook ID* to here. Checked: `PAYPAL-TRANSMISSION-SIG` over the id and time of the transmission, the webhook ID and a checksum of the raw body, with PayPal’s certificate, which has to lead to an authority that this computer trusts. **The checksum (CRC-32) can be made to fit another body**: whoever captures one request can send other data under its signature. So look payments up at PayPal before you act on them, or take each signature once: *Run each event once* by the *header* `paypal-transmission-id`.',
  link: 'https://developer.paypal.com/api/rest/webhooks/rest/',
  credentialHeaders: () => ['paypal-transmission-sig'],
  eventIds: () => [{ kind: 'path', path: 'id' }],
});
