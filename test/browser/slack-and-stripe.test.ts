import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { endpoints } from '@millrace/shared/api';
import { expect, it } from 'vitest';
import { EditorScreen } from './editor-screen.ts';
import { HistoryScreen } from './history-screen.ts';
import { type Answer, post, sendStripeEvent } from './send.ts';
import { withWorkbench } from './with-workbench.ts';
import { PATIENCE_MS, type Workbench } from './workbench.ts';

const SLACK_SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const STRIPE_SECRET = 'whsec_9c1185a5c5e94d54a2b18f6e2d3c4b5a';
const stripeEvent = readFileSync(
  new URL('../fixtures/stripe-checkout-session-completed.json', import.meta.url),
  'utf8',
);

let bench: Workbench;
withWorkbench((opened) => {
  bench = opened;
});

/** As https://docs.slack.dev/authentication/verifying-requests-from-slack describes it. */
const sendSlack = async (url: string, body: unknown, secret: string): Promise<Answer> => {
  const text = JSON.stringify(body);
  const time = String(Math.floor(Date.now() / 1_000));
  return await post(url, text, {
    'content-type': 'application/json',
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': time,
    'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${time}:${text}`).digest('hex')}`,
  });
};

it(
  'sets up Slack and Stripe from the list, answers Slack’s question, and shows what was refused and what came in',
  async () => {
    const { api } = bench.server;
    await api(endpoints.putSecret, { params: { name: 'SLACK_SIGNING_SECRET' }, body: { value: SLACK_SECRET } });
    await api(endpoints.putSecret, { params: { name: 'STRIPE_SIGNING_SECRET' }, body: { value: STRIPE_SECRET } });
    const page = await bench.openTab('/workflows');
    const editor = new EditorScreen(page);

    const setUp = async (name: string, preset: string, secret: string): Promise<string> => {
      await editor.create(name);
      await editor.select('Webhook');
      await editor.inspector.getByRole('combobox', { name: 'Verification' }).selectOption({ label: preset });
      await editor.inspector.getByRole('combobox', { name: 'Signing secrets' }).selectOption({ label: secret });
      await editor.saved();
      const url = await editor.copyTriggerUrl();
      await editor.publish(1);
      await page.getByRole('link', { name: 'Workflows', exact: true }).click();
      return url;
    };
    const slackUrl = await setUp('Mentions to the desk', 'Slack', 'SLACK_SIGNING_SECRET');
    const stripeUrl = await setUp('Paid orders', 'Stripe', 'STRIPE_SIGNING_SECRET');

    const challenge = '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7';
    const question = { type: 'url_verification', token: 'Jhj5dZrVaK7ZwHHjRyZWjbDl', challenge };
    expect(await sendSlack(slackUrl, question, SLACK_SECRET)).toMatchObject({ status: 200, body: challenge });
    const mention = { type: 'event_callback', event_id: 'Ev08', event: { type: 'app_mention', text: 'help' } };
    expect((await sendSlack(slackUrl, mention, 'guessed')).status).toBe(401);
    expect((await sendSlack(slackUrl, mention, SLACK_SECRET)).status).toBe(200);
    expect((await sendStripeEvent(stripeUrl, stripeEvent, 'whsec_guessed')).status).toBe(401);
    expect((await sendStripeEvent(stripeUrl, stripeEvent, STRIPE_SECRET)).status).toBe(200);

    const history = new HistoryScreen(await bench.openTab('/deliveries'));
    const of = (workflow: string, outcome: string) =>
      history.rows('Deliveries').filter({ hasText: workflow }).filter({ hasText: outcome });
    for (const workflow of ['Mentions to the desk', 'Paid orders']) {
      await of(workflow, 'Not verified').waitFor();
      await of(workflow, 'Accepted').waitFor();
    }
    expect(await history.rows('Deliveries').count()).toBe(5);

    await of('Mentions to the desk', 'Handshake').click();
    await history.delivery.getByText('The sender asked whether this URL is willing to receive').waitFor();
    await history.delivery.getByText('Slack: verified with the secret').waitFor();
    expect(await history.delivery.getByRole('alert').count()).toBe(0);

    await history.page.goBack();
    await of('Paid orders', 'Accepted').click();
    await history.delivery.getByText('Stripe: verified with the secret').waitFor();
  },
  4 * PATIENCE_MS,
);
