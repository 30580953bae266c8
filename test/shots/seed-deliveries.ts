import type { ApiClient } from '@millrace/server/scripts/api-client.ts';
import { endpoints } from '@millrace/shared/api';
import { isFinal } from '@millrace/shared/execution';
import { sign } from '@octokit/webhooks-methods';
import { orderEvent, stripeSignature } from './order-event.ts';
import { GITHUB_SECRET, type SeededWorkflows, STRIPE_SECRET } from './seed-workflows.ts';

const ORDERS = 40;
const SETTLED_WITHIN_MS = 20_000;

/** Sends real requests to the trigger URLs, good ones and such as are refused, and waits until what can end has ended. */
export async function seedDeliveries(api: ApiClient, workflows: SeededWorkflows): Promise<void> {
  const { orders, refunds, pushes, stock, labels, warehouse, draft } = workflows;
  const now = Math.floor(Date.now() / 1_000);
  for (let number = 0; number < ORDERS; number += 1) {
    const body = orderEvent(number);
    // Forged, too old, cut off on the way; the rest as it should be.
    const secret = number === 17 ? 'whsec_of_somebody_else' : STRIPE_SECRET;
    const signedAt = number === 23 ? now - 3_600 : now;
    const sent = number === 29 ? body.slice(0, 400) : body;
    await post(orders.triggerUrl, sent, { 'stripe-signature': stripeSignature(sent, secret, signedAt) });
  }
  await fetch(orders.triggerUrl);
  for (const reason of ['damaged', 'wrong size', 'late']) {
    await post(refunds.triggerUrl, JSON.stringify({ refund: 're_3QZ', amount: 1_890, currency: 'eur', reason }));
  }
  for (const ref of ['refs/heads/main', 'refs/heads/try']) {
    const body = JSON.stringify({
      ref,
      pusher: { name: 'ada' },
      commits: [{ id: '9c1f', message: 'Oil the bearings' }],
    });
    await post(pushes.triggerUrl, body, {
      'x-github-event': 'push',
      'x-hub-signature-256': await sign(GITHUB_SECRET, body),
    });
  }
  for (let time = 0; time < 3; time += 1) {
    await post(labels.triggerUrl, Buffer.from([0x89, ...Buffer.from('PNG\r\n'), 0x1a, 0x0a, 0, 0, 0, 0x0d]), {
      'content-type': 'image/png',
      'x-api-key': 'printed once',
    });
  }
  const wrong = await fetch(labels.triggerUrl, { method: 'PUT', body: 'a label' });
  await wrong.arrayBuffer();
  await post(stock.triggerUrl, JSON.stringify({ sku: 'MR-104', left: 12 }));
  await post(draft.triggerUrl, JSON.stringify({ email: 'ben@post.example', list: 'monthly' }));
  await post(warehouse.triggerUrl, JSON.stringify({ parcel: 'P-77120', grams: 2_400 }));
  await post(warehouse.triggerUrl, JSON.stringify({ parcel: 'P-77121', grams: 900, refuse: true }));
  await settled(api);
}

async function post(
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  await response.arrayBuffer();
}

/** What waits at the warehouse or behind the pause never ends here. */
async function settled(api: ApiClient): Promise<void> {
  const deadline = Date.now() + SETTLED_WITHIN_MS;
  const never = 3;
  for (;;) {
    const { items } = await api(endpoints.listExecutions, { query: { limit: 200 } });
    if (items.filter(({ status }) => !isFinal(status)).length <= never) return;
    if (Date.now() > deadline) throw new Error('The seeded executions did not end.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
