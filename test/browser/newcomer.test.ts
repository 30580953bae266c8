import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { EditorScreen } from './editor-screen.ts';
import { HistoryScreen } from './history-screen.ts';
import { sendStripeEvent } from './send.ts';
import { openWorkbench, PATIENCE_MS, type Workbench } from './workbench.ts';

const SECRET = 'whsec_9c1185a5c5e94d54a2b18f6e2d3c4b5a';
const payload = readFileSync(new URL('../fixtures/stripe-checkout-session-completed.json', import.meta.url), 'utf8');
const event = JSON.parse(payload);

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(() => bench?.close());
afterEach(async () => {
  expect(bench.faults).toEqual([]);
});

it(
  'draws a workflow for a Stripe event, publishes it, and reads in the history what happened',
  async () => {
    const { target } = bench;
    const page = await bench.signIn();
    const editor = new EditorScreen(page);
    await editor.create('Paid orders to the CRM');

    // The trigger, verified by the preset, with a secret made on the spot.
    await editor.select('Webhook');
    await editor.rename('Checkout');
    await editor.inspector.getByRole('combobox', { name: 'Verification' }).selectOption({ label: 'Stripe' });
    await editor.inspector.getByRole('button', { name: 'New', exact: true }).click();
    await editor.inspector.getByLabel('Name of the new secret').fill('STRIPE_SIGNING_SECRET');
    await editor.inspector.getByLabel('Value of the new secret').fill(SECRET);
    await editor.inspector.getByRole('button', { name: 'Create secret' }).click();
    await editor.inspector.getByRole('button', { name: 'Take STRIPE_SIGNING_SECRET away' }).waitFor();
    await editor.saved();

    // One real event, before anything is published, to draw against.
    await editor.canvas.getByText('Waiting for the first request').waitFor();
    const url = await editor.copyTriggerUrl();
    expect(url).toMatch(new RegExp(`^${bench.server.url}/hooks/[\\w-]{20,}$`));
    expect((await sendStripeEvent(url, payload, SECRET)).status).toBe(200);
    await editor.data
      .getByRole('treeitem', { name: /checkout\.session\.completed/ })
      .first()
      .waitFor();

    // A filter dragged from the palette and connected by its handles.
    await editor.addByDrag('Filter', 0.75, 0.3);
    await editor.inspectorOf('Filter').waitFor();
    await editor.rename('Over 10 euros');
    await editor.connect('Checkout', 'Over 10 euros');
    await editor.field('What to compare').click();
    await page.keyboard.type('{{input.data.object.amount_t');
    const completion = page.getByRole('listbox', { name: 'Completions' });
    await completion.getByRole('option', { name: /amount_total/ }).click();
    expect(await editor.field('What to compare').textContent()).toBe('{{ input.data.object.amount_total }}');
    await editor.preview('18470').waitFor();
    await editor.inspector.getByRole('combobox', { name: 'Comparison' }).selectOption({ label: 'is more than (>)' });
    await editor.write('Compared with', '1000');

    // A transform by the keyboard: it follows what is selected.
    await editor.addByKeyboard('transf');
    await editor.inspectorOf('Transform').waitFor();
    await editor.rename('Order fields');
    await editor.inspector.getByRole('combobox', { name: 'Start from' }).selectOption({ label: 'Nothing' });
    await editor.inspector.getByRole('combobox', { name: 'Field to set' }).fill('order');
    await editor.write('Value', '{{ trigger.body.data.object.id }}');
    await editor.inspector.getByRole('button', { name: 'Add field' }).click();
    await editor.inspector.getByRole('combobox', { name: 'Field to set' }).nth(1).fill('customer.email');
    await editor.write('Value', '{{ trigger.body.data.object.customer_details.email }}', 1);
    await editor.preview('ada@verhoeven.example').waitFor();

    // A script by the plus at the card.
    await editor.addByPlus('Order fields', 'Script');
    await editor.inspectorOf('Script').waitFor();
    await editor.rename('Total');
    const code = [
      'const { amount_total, currency, total_details } = trigger.body.data.object;',
      "console.log('order', input.order);",
      'return { ...input, goods: (amount_total - total_details.amount_shipping) / 100, currency };',
    ];
    await editor.write('Code', code.join('\n'));

    // The request, from an edge that was drawn to nowhere.
    await editor.addByEdge('Total', 'HTTP request');
    await editor.inspectorOf('HTTP request').waitFor();
    await editor.rename('Tell the CRM');
    await editor.write('URL', `${target.url}/crm/orders?from={{ trigger.body.type }}`);
    await editor.preview(`${target.url}/crm/orders?from=checkout.session.completed`).waitFor();
    await editor.publish(1);
    expect(target.requests).toEqual([]);

    // The history is open in another tab while the sender sends.
    const history = new HistoryScreen(await bench.openTab('/executions'));
    await history.page.getByText('Nothing has run yet').waitFor();
    const answer = await sendStripeEvent(url, payload, SECRET);
    expect(answer).toMatchObject({ status: 200, body: { executionId: expect.any(String) } });
    await history.rows('Executions').filter({ hasText: 'Succeeded' }).click();
    await history.isStatus('Succeeded');

    const object = event.data.object;
    const fields = { order: object.id, customer: { email: 'ada@verhoeven.example' } };
    const order = { ...fields, goods: 179.8, currency: 'eur' };
    expect(await history.stepOf('Over 10 euros')).toEqual({ input: event, output: event });
    expect(await history.stepOf('Order fields')).toEqual({ input: event, output: fields });
    expect(await history.stepOf('Total')).toEqual({ input: fields, output: order });
    const script = await history.openStep('Total');
    await script.getByRole('tab', { name: 'Logs 1' }).click();
    await script.getByText(`order ${object.id}`).waitFor();
    const crm = await history.stepOf('Tell the CRM');
    expect(crm.input).toEqual(order);
    expect(crm.output).toMatchObject({
      status: 201,
      body: { accepted: true, receipt: 'r-1', of: '/crm/orders?from=checkout.session.completed' },
    });
    expect(target.requests).toHaveLength(1);
    expect(target.requests[0]).toMatchObject({ method: 'POST', path: '/crm/orders?from=checkout.session.completed' });
    expect(JSON.parse(target.requests[0]?.body ?? '')).toEqual(order);

    // The request as it came.
    await history.page.getByRole('tab', { name: 'Request' }).click();
    const verification = history.page.getByRole('region', { name: 'Verification' });
    await verification.getByText('Stripe: verified with the secret').waitFor();
    await history.page.getByRole('tab', { name: 'Raw' }).click();
    expect(await history.page.getByRole('tabpanel', { name: 'Raw' }).locator('pre').textContent()).toBe(payload);
    expect(await history.page.content()).not.toContain(SECRET);

    // Once more.
    const before = history.page.url();
    await history.page.getByRole('button', { name: 'Replay', exact: true }).click();
    await history.page.getByRole('menuitem', { name: 'On the same version, v1' }).click();
    await history.page.waitForURL((now) => now.href !== before);
    await history.execution.getByText('replay of').waitFor();
    await history.isStatus('Succeeded');
    expect((await history.stepOf('Tell the CRM')).output).toMatchObject({ status: 201, body: { receipt: 'r-2' } });
    expect(JSON.parse(target.requests[1]?.body ?? '')).toEqual(order);
    expect(target.requests).toHaveLength(2);

    // Somebody who does not know the secret.
    const forged = await sendStripeEvent(url, payload.replace('18470', '99'), 'whsec_guessed');
    expect(forged.status).toBe(401);
    await history.openRefused('Paid orders to the CRM', 'The signature does not fit the body and any of the secrets.');
    await history.delivery.getByText('Stripe: it did not prove who sent it.').waitFor();
    expect(target.requests).toHaveLength(2);
  },
  4 * PATIENCE_MS,
);
