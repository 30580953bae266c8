import { expect, it } from 'vitest';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { EditorScreen } from './editor-screen.ts';
import { HistoryScreen } from './history-screen.ts';
import { post } from './send.ts';
import { withWorkbench } from './with-workbench.ts';
import { PATIENCE_MS, type Workbench } from './workbench.ts';

let bench: Workbench;
withWorkbench((opened) => {
  bench = opened;
});

it(
  'finds a duplicate by its text, follows it to the first, sends that again and uses it as a sample',
  async () => {
    const { triggerUrl } = await publishedWorkflow(
      bench.server.api,
      'Parcels',
      graphOf([
        { id: 'hook', type: 'webhook', name: 'Parcel', config: { deduplicate: { kind: 'path', path: 'parcel' } } },
      ]),
    );
    const headers = { 'content-type': 'application/json' };
    const send = async (parcel: string, note: string) =>
      await post(triggerUrl, JSON.stringify({ parcel, note }), headers);
    await send('P-1', 'left at the DEPOT');
    await send('P-1', 'left at the DEPOT');
    await send('P-1', 'gone from the harbour');
    await send('P-2', 'never seen');

    const history = new HistoryScreen(await bench.openTab('/deliveries'));
    const { page, delivery } = history;
    const rows = history.rows('Deliveries');
    await page.getByRole('searchbox', { name: 'Search in deliveries' }).fill('HARBOUR');
    await page.getByText('Searched all of 4 deliveries.').waitFor();
    await expect.poll(() => rows.count()).toBe(1);
    expect(new URL(page.url()).searchParams.get('q')).toBe('HARBOUR');
    await rows.filter({ hasText: 'Duplicate' }).click();
    await delivery.getByText('but another body').waitFor();
    await delivery.getByRole('link', { name: 'Open the first delivery' }).click();

    const duplicates = delivery.getByRole('region', { name: 'Duplicates of this delivery' });
    await duplicates.getByText('Another body').waitFor();
    await duplicates.getByText('Same body').waitFor();
    expect(await duplicates.getByRole('link').count()).toBe(2);
    const firstUrl = page.url();
    await delivery.getByRole('tab', { name: 'Hex' }).click();
    await delivery.getByText('7b 22 70 61 72 63 65 6c', { exact: false }).waitFor();
    await delivery.getByRole('button', { name: 'Copy as curl' }).click();
    await page.getByText('Copied as curl').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('"note":"left at the DEPOT"');

    await delivery.getByRole('button', { name: 'Replay' }).click();
    await page.getByRole('menuitem', { name: 'On the published version' }).click();
    await history.isStatus('Succeeded');
    await history.execution.getByText('replay of').waitFor();
    await page.goto(firstUrl);
    const executions = delivery.getByRole('region', { name: 'Executions of this delivery' });
    await executions.getByRole('link').filter({ hasText: 'Replay' }).waitFor();
    expect(await executions.getByRole('link').count()).toBe(2);

    await delivery.getByRole('button', { name: 'Use as sample' }).click();
    const editor = new EditorScreen(page);
    await editor.canvas.waitFor();
    await editor.data.getByRole('button', { name: 'Text', exact: true }).first().click();
    await editor.data.getByText('left at the DEPOT').first().waitFor();
    await editor.data.getByRole('button', { name: /^Data: Delivery / }).click();
    await page.getByRole('menuitem', { name: /Find an older one/ }).click();
    await expect.poll(() => rows.count()).toBe(4);
  },
  4 * PATIENCE_MS,
);
