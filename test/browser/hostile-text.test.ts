import { afterAll, beforeAll, expect, it } from 'vitest';
import { EditorScreen } from './editor-screen.ts';
import { HistoryScreen } from './history-screen.ts';
import { post } from './send.ts';
import { openWorkbench, PATIENCE_MS, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(() => bench?.close());

it(
  'shows markup from anywhere as text, everywhere',
  async () => {
    const { target } = bench;
    const canary = (place: string): string => `<img src=${target.url}/${place} onerror=alert('${place}')>`;
    const page = await bench.signIn();
    const editor = new EditorScreen(page);
    await editor.create(canary('name'));
    await editor.select('Webhook');
    await editor.rename(canary('node'));
    await editor.addByKeyboard('script');
    await editor.inspectorOf('Script').waitFor();
    await editor.write('Code', `console.log(trigger.body.text); throw new Error(${JSON.stringify(canary('error'))});`);
    const url = await editor.copyTriggerUrl();
    await editor.publish(1);
    const body = JSON.stringify({
      text: canary('payload'),
      [canary('key')]: { __proto__: 1, nested: [canary('nested')] },
    });
    const headers = { 'content-type': 'application/json', 'x-note': canary('header') };
    // The workflow takes no path; what is refused is shown all the same.
    expect((await post(`${url}/${encodeURIComponent(canary('path'))}`, body, headers)).status).toBe(404);
    expect((await post(url, body, headers)).status).toBe(200);
    expect((await post(url, `<svg onload=alert(1)>${canary('html')}`, { 'content-type': 'text/html' })).status).toBe(
      200,
    );
    await editor.data.getByText('onerror=').first().waitFor();

    const history = new HistoryScreen(page);
    await page.getByRole('link', { name: 'Executions' }).click();
    await history
      .rows('Executions')
      .filter({ hasText: canary('error') })
      .last()
      .click();
    await history.isStatus('Failed');
    const step = await history.openStep('Script');
    await step.getByText(canary('error')).first().waitFor();
    await step.getByRole('tab', { name: 'Logs 1' }).click();
    await step.getByText(canary('payload')).waitFor();
    await page.getByRole('tab', { name: 'Request' }).click();
    await page.getByRole('table', { name: 'Headers' }).getByText(canary('header')).waitFor();
    await page.getByRole('tree', { name: 'Body' }).getByText(canary('key')).waitFor();
    await page.getByRole('tab', { name: 'Raw' }).click();
    await page.getByRole('tabpanel', { name: 'Raw' }).getByText(canary('payload')).waitFor();
    await page.getByRole('link', { name: 'Deliveries' }).click();
    await history.rows('Deliveries').filter({ hasText: 'text/html' }).click();
    await page.getByRole('tabpanel', { name: 'Parsed' }).getByText(canary('html')).waitFor();
    await page.getByRole('link', { name: 'Workflows', exact: true }).click();
    await page.getByRole('list', { name: 'Workflows' }).getByText(canary('name')).waitFor();

    expect(bench.faults).toEqual([]);
    expect(target.requests).toEqual([]);
  },
  3 * PATIENCE_MS,
);

it('would have noticed markup that is not text', async () => {
  const [page] = bench.context.pages();
  const markup = `<img src=${bench.target.url}/canary><img src=/none onerror="alert('canary')">`;
  await page?.evaluate((html) => document.body.insertAdjacentHTML('beforeend', html), markup);
  await expect.poll(() => bench.faults.join('\n'), { timeout: PATIENCE_MS }).toMatch(/Content Security Policy/);
  expect(bench.target.requests).toEqual([]);
});
