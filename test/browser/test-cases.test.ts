import { endpoints } from '@millrace/shared/api';
import { expect, it } from 'vitest';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { EditorScreen } from './editor-screen.ts';
import { HistoryScreen } from './history-screen.ts';
import { post } from './send.ts';
import { TestsScreen } from './tests-screen.ts';
import { withWorkbench } from './with-workbench.ts';
import { PATIENCE_MS, type Workbench } from './workbench.ts';

let bench: Workbench;
withWorkbench((opened) => {
  bench = opened;
});

it(
  'keeps an execution as a test case, shows what a change of the draft does otherwise, and publishes once it is wanted',
  async () => {
    const { api } = bench.server;
    const orders = await publishedWorkflow(
      api,
      'Orders',
      graphOf([
        { id: 'hook', type: 'webhook', name: 'Order', config: { respond: 'when-finished' } },
        { id: 'sum', type: 'script', name: 'Total', config: { code: 'return { total: input.amount * 2 };' } },
        {
          id: 'crm',
          type: 'http-request',
          name: 'Tell the CRM',
          config: { method: 'POST', url: `${bench.target.url}/crm`, body: { kind: 'json', json: '{{ input }}' } },
        },
      ]),
    );
    await post(orders.triggerUrl, '{"amount":21}', { 'content-type': 'application/json' });
    const sent = bench.target.requests.length;

    // Kept from the history, under the name that is proposed.
    const history = new HistoryScreen(await bench.openTab(`/executions?workflow=${orders.id}`));
    const { page } = history;
    await history.rows('Executions').first().click();
    await history.isStatus('Succeeded');
    await history.execution.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Keep as test case …' }).click();
    await page.getByRole('dialog', { name: 'Keep as test case' }).getByRole('button', { name: 'Keep' }).click();
    const kept = page.getByRole('dialog', { name: 'Kept as test case: Goes to “Tell the CRM”' });
    await kept.getByRole('link', { name: 'To the tests' }).click();

    const editor = new EditorScreen(page);
    const tests = new TestsScreen(page);
    await tests.stand('1 test case, not run yet');
    await tests.run();
    await tests.stand('The test case passed');
    await tests.panel.getByRole('switch', { name: 'Publishing needs green tests' }).click();

    // A change makes the result an old one, and the next run names what became of it.
    await editor.select('Total');
    await editor.write('Code', 'return { total: input.amount * 3 };');
    await editor.saved();
    await tests.stand('1 test case, run before the last change');
    await page.keyboard.press('ControlOrMeta+Shift+Enter');
    await tests.stand('1 of 1 test case failed');
    const [difference] = await tests.differences.filter({ hasText: 'Tell the CRM' }).all();
    await difference?.getByText('42').first().waitFor();
    await difference?.getByText('63').first().waitFor();
    await difference?.getByRole('button', { name: 'Tell the CRM' }).click();
    await editor.inspectorOf('Tell the CRM').waitFor();

    // Publishing is refused as long as it is not green.
    bench.forgive(/status of 4(09|22)/);
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    const popover = page.getByRole('dialog', { name: 'Publish version 2' });
    await popover.getByRole('button', { name: 'Publish', exact: true }).click();
    await popover.getByRole('alert').getByRole('button', { name: 'Goes to “Tell the CRM”' }).click();
    await tests.stand('1 of 1 test case failed');

    // It was meant so.
    await tests.panel.getByRole('button', { name: 'Accept what the draft does' }).click();
    await tests.stand('The test case passed');
    await editor.publish(2);

    // What is not to be compared is left out from then on, and a case that is no longer wanted goes.
    await editor.select('Total');
    await editor.write('Code', 'return { total: input.amount * 4 };');
    await editor.saved();
    await tests.run();
    await tests.stand('1 of 1 test case failed');
    await tests.differences.getByRole('button', { name: 'Ignore this path' }).click();
    await tests.stand('The test case passed');
    await tests.panel.getByRole('button', { name: 'Compare steps["Tell the CRM"]' }).waitFor();
    await tests.choose('Rename …');
    const renaming = page.getByRole('dialog', { name: 'Rename the test case' });
    await renaming.getByLabel('Name').fill('An order reaches the CRM');
    await renaming.getByRole('button', { name: 'Rename' }).click();
    await tests.panel.getByRole('region', { name: 'Test case An order reaches the CRM' }).waitFor();
    await tests.choose('Delete …');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click();
    await tests.stand('No test case yet');

    // Without any, nothing is green.
    await page.getByRole('button', { name: 'Close the tests' }).click();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    const second = page.getByRole('dialog', { name: 'Publish version 3' });
    await second.getByRole('button', { name: 'Publish', exact: true }).click();
    await second.getByRole('alert').getByText('there is none: keep an execution as a test case').waitFor();
    await second.getByRole('alert').getByRole('button', { name: 'Open the tests' }).click();
    await tests.panel.getByRole('switch', { name: 'Publishing needs green tests' }).click();
    await editor.publish(3);
    expect(bench.target.requests).toHaveLength(sent);
    const { items } = await api(endpoints.listExecutions, { query: { workflowId: orders.id } });
    expect(items).toHaveLength(1);
  },
  PATIENCE_MS * 2,
);
