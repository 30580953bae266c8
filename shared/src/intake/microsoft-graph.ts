import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';

export const microsoftGraph = definePreset({
  preset: 'microsoft-graph',
  label: 'Microsoft Graph',
  config: z.object({
    preset: z.literal('microsoft-graph'),
    secrets: secretNames.meta({
      title: 'Client states',
      description:
        'The clientState that you give when you create the subscription: long, random, and used nowhere else.',
      widget: 'secrets',
    }),
  }),
  initial: { preset: 'microsoft-graph', secrets: [] },
  help: 'Make up a *clientState* and add it as a secret; then create the subscription with it, and with the trigger URL as `notificationUrl` (and `lifecycleNotificationUrl`). Microsoft’s question whether the URL is yours (`validationToken`) is answered without running the workflow. Checked: every notification of a request holds one of the client states. **Nothing is signed**: a client state stands in the body. It is hidden in what is kept and in what the workflow gets. The tokens of rich notifications (`validationTokens`) are not verified and their content is not decrypted. Graph gives no id of its own for a request, so *Run each event once* knows nothing by *sender*; one request may hold several notifications. Graph waits 3 seconds: answer *at once*.',
  link: 'https://learn.microsoft.com/en-us/graph/change-notifications-delivery-webhooks',
  credentialHeaders: () => [],
  credentialFields: ['clientState'],
});
