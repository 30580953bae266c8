import { randomUUID } from 'node:crypto';
import { sign } from '@octokit/webhooks-methods';
import Stripe from 'stripe';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

const stripe = new Stripe('sk_test_of_the_browser_tests');

/** Sends an event as Stripe does, signed by Stripe's own package. */
export const sendStripeEvent = async (url: string, payload: string, secret: string): Promise<Answer> =>
  await post(url, payload, {
    'content-type': 'application/json; charset=utf-8',
    accept: '*/*; q=0.5, application/xml',
    'cache-control': 'no-cache',
    'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    'stripe-signature': stripe.webhooks.generateTestHeaderString({ payload, secret }),
  });

/** Sends a push as GitHub does, signed by GitHub's own package. */
export const sendGitHubPush = async (url: string, payload: string, secret: string): Promise<Answer> =>
  await post(url, payload, {
    'content-type': 'application/json',
    accept: '*/*',
    'user-agent': 'GitHub-Hookshot/8f1a2b3',
    'x-github-delivery': randomUUID(),
    'x-github-event': 'push',
    'x-github-hook-id': '512840917',
    'x-github-hook-installation-target-id': '812904455',
    'x-github-hook-installation-target-type': 'repository',
    'x-hub-signature-256': await sign(secret, payload),
  });

/** Posts bytes and reads the JSON or text that comes back. */
export const post = async (url: string, body: string, headers: Record<string, string>): Promise<Answer> => {
  const response = await fetch(url, { method: 'POST', headers, body });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
};
