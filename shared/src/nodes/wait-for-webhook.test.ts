import { expect, it } from 'vitest';
import { waitForWebhook } from './wait-for-webhook.ts';

it.each<[Parameters<typeof waitForWebhook.summary>[0], string]>([
  [{}, 'at most 7 days'],
  [{ limit: { kind: 'duration', amount: 2, unit: 'hours' } }, 'at most 2 hours'],
  [{ limit: { kind: 'none' } }, 'waits for an answer'],
])('says of %j: %s', (config, summary) => {
  expect(waitForWebhook.summary(config)).toBe(summary);
});
