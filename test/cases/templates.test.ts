import { endpoints } from '@millrace/shared/api';
import Stripe from 'stripe';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listenMail } from '../../server/src/outbound/mail-server.ts';
import checkout from '../fixtures/stripe-checkout-session-completed.json' with { type: 'json' };
import { publishedWorkflow } from '../support/published-workflow.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { startTargetServer, type TargetServer } from '../support/target-server.ts';
import { startFromTemplate } from './start-from-template.ts';

const SIGNING_SECRET = 'whsec_of_the_five_cases';
let server: RunningServer;
let mail: Awaited<ReturnType<typeof listenMail>>;
const closing: TargetServer[] = [];

beforeAll(async () => {
  mail = await listenMail();
  server = await startServer({ env: { MILLRACE_ALLOW_TARGETS: '127.0.0.0/8' } });
  for (const [name, value] of [
    ['TOKEN', 'token-of-the-service'],
    ['STRIPE', SIGNING_SECRET],
  ] as const) {
    await server.api(endpoints.putSecret, { params: { name }, body: { value } });
  }
});
afterAll(async () => {
  await server?.close();
  await mail?.close();
  await Promise.all(closing.map((target) => target.close()));
});

async function target(...parameters: Parameters<typeof startTargetServer>): Promise<TargetServer> {
  const started = await startTargetServer(...parameters);
  closing.push(started);
  return started;
}

async function start(id: string, filled: Record<string, unknown>) {
  return await publishedWorkflow(server.api, id, startFromTemplate(id, filled));
}

async function send(url: string, body: unknown, headers: Record<string, string> = {}): Promise<void> {
  const sent = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: sent,
  });
  await response.text();
  expect(response.status).toBe(200);
}

/** Waits until so many executions of a workflow have ended, and none is left; gives their states, sorted. */
async function ended(workflowId: string, many: number): Promise<string[]> {
  let statuses: string[] = [];
  await expect
    .poll(
      async () => {
        const { items } = await server.api(endpoints.listExecutions, { query: { workflowId, limit: 100 } });
        statuses = items.map(({ status }) => status).sort();
        return statuses.filter((status) => ['succeeded', 'filtered', 'failed', 'cancelled'].includes(status)).length;
      },
      { timeout: 30_000, interval: 50 },
    )
    .toBe(many);
  expect(statuses).toHaveLength(many);
  return statuses;
}

it('makes a contact of a form submission, although the CRM fails once', async () => {
  let calls = 0;
  const crm = await target((_request, response) => {
    calls += 1;
    response.writeHead(calls === 1 ? 500 : 201, { 'content-type': 'application/json' }).end('{"id":"c1"}');
  });
  const { id, triggerUrl } = await start('form-to-contact', {
    'create.url': `${crm.url}/contacts`,
    'create.auth.secret': 'TOKEN',
  });
  await send(triggerUrl, 'email=%20Ann%40Example.com&name=Ann+Lee&message=Hi', {
    'content-type': 'application/x-www-form-urlencoded',
  });
  await send(triggerUrl, { email: 'nobody', name: 'Spam' });

  expect(await ended(id, 2)).toEqual(['filtered', 'succeeded']);
  expect(crm.requests).toHaveLength(2);
  for (const request of crm.requests) {
    expect(request).toMatchObject({ method: 'POST', path: '/contacts' });
    expect(request.headers.authorization).toBe('Bearer token-of-the-service');
    expect(JSON.parse(request.body)).toEqual({ email: 'ann@example.com', name: 'Ann Lee', message: 'Hi' });
  }
  expect(new Set(crm.requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
});

it('fulfils a paid order and writes a mail once, although Stripe sends its event twice', async () => {
  const fulfilment = await target();
  const { id, triggerUrl } = await start('paid-order', {
    'paid.verification.secrets': ['STRIPE'],
    'fulfil.url': `${fulfilment.url}/orders`,
    'mail.from': 'Shop <shop@example.com>',
    'mail.server': { host: '127.0.0.1', port: mail.port, security: 'none' },
  });
  const event = (eventId: string, payment: string): string =>
    JSON.stringify({
      ...checkout,
      id: eventId,
      data: {
        object: {
          ...checkout.data.object,
          id: 'cs_1',
          payment_status: payment,
          customer_details: { email: 'ann@example.com' },
        },
      },
    });
  const sendSigned = (payload: string) => {
    const header = Stripe.webhooks.generateTestHeaderString({ payload, secret: SIGNING_SECRET });
    return send(triggerUrl, payload, { 'stripe-signature': header });
  };
  await sendSigned(event('evt_unpaid', 'unpaid'));
  await Promise.all([sendSigned(event('evt_paid', 'paid')), sendSigned(event('evt_paid', 'paid'))]);
  await sendSigned(event('evt_paid', 'paid'));

  expect(await ended(id, 2)).toEqual(['filtered', 'succeeded']);
  expect(fulfilment.requests.map(({ body }) => JSON.parse(body))).toMatchObject([
    { reference: 'cs_1', email: 'ann@example.com' },
  ]);
  expect(mail.taken).toMatchObject([{ from: 'shop@example.com', to: ['ann@example.com'] }]);
  expect(mail.taken[0]?.body).toContain('cs_1');
});

it('keeps a profile of each user and its segments, also of events that come at once', async () => {
  const { id, triggerUrl } = await start('user-profile', {});
  const events = ['visit', 'visit', 'purchase', 'purchase', 'visit'];
  await Promise.all([
    ...events.map((event) => send(triggerUrl, { userId: 'ann', event })),
    send(triggerUrl, { userId: 'bob', event: 'visit' }),
    send(triggerUrl, { event: 'visit' }),
  ]);
  await ended(id, 7);
  const profile = async (key: string) => {
    const { value } = await server.api(endpoints.getRecord, { params: { collection: 'profiles' }, query: { key } });
    return typeof value === 'object' && value !== null && 'tags' in value && Array.isArray(value.tags)
      ? { ...value, tags: value.tags.toSorted() }
      : value;
  };
  expect(await profile('ann')).toMatchObject({ activities: 5, tags: ['customer', 'frequent'] });
  const bob = await profile('bob');
  expect(bob).toMatchObject({ activities: 1, lastEvent: 'visit' });
  expect(bob).not.toHaveProperty('tags');
});

/** A system with records that reports each change of one, in order, like one that its own users make. */
async function system(reportTo: () => string) {
  const records = new Map<string, unknown>();
  let reports: Promise<void> = Promise.resolve();
  const change = (id: string, fields: unknown): void => {
    if (JSON.stringify(records.get(id)) === JSON.stringify(fields)) return;
    records.set(id, fields);
    reports = reports.then(() => send(reportTo(), { id, fields }));
  };
  const { url, requests } = await target((request, response) => {
    response.end('{}');
    change(request.path.slice(1), JSON.parse(request.body));
  });
  return { url, requests, records, change, reported: () => reports };
}

it('keeps two systems in step both ways, and stops echoes, also when both change at once', async () => {
  let triggerUrl = '';
  const a = await system(() => `${triggerUrl}/a`);
  const b = await system(() => `${triggerUrl}/b`);
  const workflow = await start('two-way-sync', {
    'write-a.url': `${a.url}/{{ trigger.body.id }}`,
    'write-a.auth.secret': 'TOKEN',
    'write-b.url': `${b.url}/{{ trigger.body.id }}`,
    'write-b.auth.secret': 'TOKEN',
  });
  triggerUrl = workflow.triggerUrl;

  a.change('r1', { name: 'Ann', city: 'Bonn' });
  // The change, and the echo of what was written to B.
  await ended(workflow.id, 2);
  expect(b.records.get('r1')).toEqual({ name: 'Ann', city: 'Bonn' });
  expect([a.requests.length, b.requests.length]).toEqual([0, 1]);

  b.change('r1', { name: 'Ann', city: 'Kiel' });
  await ended(workflow.id, 4);
  // Back to what it was: a change like any other, and no echo.
  a.change('r1', { name: 'Ann', city: 'Bonn' });
  await ended(workflow.id, 6);
  expect(a.records.get('r1')).toEqual({ name: 'Ann', city: 'Bonn' });
  expect(b.records.get('r1')).toEqual({ name: 'Ann', city: 'Bonn' });
  expect([a.requests.length, b.requests.length]).toEqual([1, 2]);

  a.change('r2', { name: 'from A' });
  b.change('r2', { name: 'from B' });
  // Both changes; the loser’s side is written twice, the winner’s once, and each write comes back.
  await ended(workflow.id, 11);
  expect(a.records.get('r2')).toEqual(b.records.get('r2'));
});

it('posts an alert to the chat once a minute and key, also when two come at once', async () => {
  const chat = await target();
  const { id, triggerUrl } = await start('alert-to-chat', { 'post.url': `${chat.url}/chat` });
  await Promise.all(
    ['disk', 'disk', 'load'].map((key, index) => send(triggerUrl, { key, text: `${key} is full ${index}` })),
  );
  expect(await ended(id, 3)).toEqual(['filtered', 'succeeded', 'succeeded']);
  await send(triggerUrl, { key: 'disk', text: 'disk is still full' });
  expect(await ended(id, 4)).toEqual(['filtered', 'filtered', 'succeeded', 'succeeded']);
  const texts = chat.requests.map(({ body }) => String(JSON.parse(body).text).split(' ')[0]);
  expect(texts.sort()).toEqual(['disk', 'load']);
});
