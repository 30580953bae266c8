import { endpoints } from '@millrace/shared/api';
import { expect, it } from 'vitest';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { HistoryScreen } from './history-screen.ts';
import { post } from './send.ts';
import { withWorkbench } from './with-workbench.ts';
import type { Workbench } from './workbench.ts';

const FAILURES = 6;

let bench: Workbench;
withWorkbench((opened) => {
  bench = opened;
});

/** Fails after its first request, as long as the draft that was published says so. */
const graph = (code: string) =>
  graphOf([
    { id: 'hook', type: 'webhook', name: 'Order' },
    { id: 'reserve', type: 'http-request', name: 'Reserve', config: { method: 'POST', url: `${bench.target.url}/r` } },
    { id: 'check', type: 'script', name: 'Check', config: { code } },
  ]);

const mended = async (id: string, code: string): Promise<void> => {
  const { api } = bench.server;
  const { draft } = await api(endpoints.getWorkflow, { params: { id } });
  await api(endpoints.saveDraft, { params: { id }, body: { graph: graph(code), revision: draft.revision } });
  await api(endpoints.publishWorkflow, { params: { id }, body: {} });
};

it('shows what failed until it is made up for: replayed together, or dismissed', async () => {
  const { api } = bench.server;
  const broken = 'throw new Error("no such article");';
  const orders = await publishedWorkflow(api, 'Orders', graph(broken));
  const returns = await publishedWorkflow(api, 'Returns', graph(broken));
  const history = new HistoryScreen(await bench.openTab('/executions?show=unresolved'));
  const { page } = history;
  await page.getByText('No unresolved failures').waitFor();
  for (let n = 0; n < FAILURES; n++) await post(orders.triggerUrl, '{}', { 'content-type': 'application/json' });
  await post(returns.triggerUrl, '{}', { 'content-type': 'application/json' });
  const byWorkflow = page.getByRole('group', { name: 'Unresolved failures by workflow' });
  await byWorkflow.getByRole('button', { name: `Orders ${FAILURES}` }).waitFor();
  await page.getByRole('button', { name: `Unresolved failures ${FAILURES + 1}` }).waitFor();

  // One is dismissed, and put back.
  await history.rows('Executions').filter({ hasText: 'Returns' }).click();
  await history.execution.getByRole('button', { name: 'Dismiss' }).click();
  await byWorkflow.getByRole('button', { name: 'Returns 1' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await byWorkflow.getByRole('button', { name: 'Returns 1' }).waitFor();

  // Those of one workflow are replayed on what is published by now, without sending again what was sent.
  await mended(orders.id, 'return "mended";');
  await byWorkflow.getByRole('button', { name: `Orders ${FAILURES}` }).click();
  await page.getByRole('button', { name: 'Replay these …' }).click();
  const dialog = page.getByRole('dialog', { name: `Replay ${FAILURES} unresolved failures` });
  await dialog.getByLabel('Version').selectOption({ label: 'The published version' });
  await dialog.getByLabel('Side effects').selectOption({ label: 'Reuse the recorded responses' });
  const sent = bench.target.requests.length;
  await dialog.getByRole('button', { name: 'Replay', exact: true }).click();
  await dialog.getByText(`${FAILURES} replayed in all.`).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByText('No unresolved failure fits these filters').waitFor();
  await page.getByRole('button', { name: 'Unresolved failures 1' }).waitFor();
  expect(bench.target.requests).toHaveLength(sent);

  // Each replay leads to what it replays, and back.
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await history.rows('Executions').filter({ hasText: 'Replay' }).first().click();
  await history.isStatus('Succeeded');
  await history.execution.getByText('with its recorded responses').waitFor();
  const reserve = await history.openStep('Reserve');
  await reserve.getByText('taken over from the replayed execution').waitFor();
  await history.execution
    .getByText(/^replay of/)
    .getByRole('link')
    .first()
    .click();
  await history.isStatus('Failed');
  await history.execution.getByRole('list', { name: 'What came of it' }).getByText('Replayed:').waitFor();
});

it('asks for one replay where to begin and what to send', async () => {
  const { api } = bench.server;
  const refunds = await publishedWorkflow(api, 'Refunds', graph('return "done";'));
  await post(refunds.triggerUrl, '{}', { 'content-type': 'application/json' });
  const history = new HistoryScreen(await bench.openTab(`/executions?workflow=${refunds.id}`));
  const { page } = history;
  await history.rows('Executions').first().click();
  await history.isStatus('Succeeded');
  const sent = bench.target.requests.length;
  await history.execution.getByRole('button', { name: 'Replay', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Choose start and side effects …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replay this execution' });
  await dialog.getByLabel('Begin').selectOption({ label: 'At “Reserve”' });
  await dialog.getByLabel('Side effects').selectOption({ label: 'Reuse the recorded responses' });
  await dialog.getByRole('button', { name: 'Replay', exact: true }).click();
  await history.execution.getByText('from a step with its recorded responses').waitFor();
  await history.isStatus('Succeeded');
  expect(bench.target.requests).toHaveLength(sent);

  // Both of them again, from the step behind.
  await page.goto(new URL(`/executions?workflow=${refunds.id}`, page.url()).href);
  await page.getByRole('button', { name: 'Replay these …' }).click();
  const bulk = page.getByRole('dialog', { name: 'Replay all executions that fit these filters' });
  await bulk.getByLabel('Begin').selectOption({ label: 'Each at “Reserve”' });
  await bulk.getByRole('button', { name: 'Replay', exact: true }).click();
  await bulk.getByText('2 replayed in all.').waitFor();
  await expect.poll(() => bench.target.requests.length, { timeout: 20_000 }).toBe(sent + 2);
});
