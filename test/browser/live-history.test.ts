import { it } from 'vitest';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { HistoryScreen } from './history-screen.ts';
import { post } from './send.ts';
import { withWorkbench } from './with-workbench.ts';
import type { Workbench } from './workbench.ts';

let bench: Workbench;
withWorkbench((opened) => {
  bench = opened;
});

it('shows what came between the reading of the list and the opening of the event stream', async () => {
  const hook = graphOf([{ id: 'hook', type: 'webhook', name: 'Hook' }]);
  const { triggerUrl } = await publishedWorkflow(bench.server.api, 'Early', hook);
  const prompt = new HistoryScreen(await bench.openTab('/executions'));
  await prompt.page.getByText('Nothing has run yet').waitFor();
  const late = new HistoryScreen(await bench.context.newPage());
  const released = Promise.withResolvers<void>();
  await late.page.route('**/api/events', async (route) => {
    await released.promise;
    await route.continue();
  });
  await late.page.goto(`${bench.server.url}/executions`);
  await late.page.getByText('Nothing has run yet').waitFor();
  await post(triggerUrl, '{}', { 'content-type': 'application/json' });
  // Who listens has heard of it, so that nobody will hear of it again.
  await prompt.rows('Executions').filter({ hasText: 'Succeeded' }).waitFor();
  released.resolve();
  await late.rows('Executions').filter({ hasText: 'Succeeded' }).waitFor();
  // From here on the stream says what happens; the list does not move by itself.
  await post(triggerUrl, '{}', { 'content-type': 'application/json' });
  await late.page.getByRole('button', { name: '1 new' }).click();
  await late.rows('Executions').nth(1).waitFor();
});
