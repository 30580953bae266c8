import { endpoints } from '@millrace/shared/api';
import { expect, it } from 'vitest';
import { EditorScreen } from './editor-screen.ts';
import { HistoryScreen } from './history-screen.ts';
import { post } from './send.ts';
import { withWorkbench } from './with-workbench.ts';
import { PATIENCE_MS, type Workbench } from './workbench.ts';

let bench: Workbench;
withWorkbench((opened) => {
  bench = opened;
});

/** A new workflow with its webhook alone, open in a tab of its own. */
const openNew = async (name: string): Promise<EditorScreen> => {
  const editor = new EditorScreen(await bench.openTab('/workflows'));
  await editor.create(name);
  await editor.node('Webhook').waitFor();
  return editor;
};

const names = async (editor: EditorScreen): Promise<string[]> => {
  const id = new URL(editor.page.url()).pathname.split('/')[2] ?? '';
  const { draft } = await bench.server.api(endpoints.getWorkflow, { params: { id } });
  return draft.graph.nodes.map(({ name }) => name).sort();
};

it('takes edits back and brings them again, and the server follows', async () => {
  const editor = await openNew('Undo');
  const { keyboard } = editor.page;
  await editor.addByKeyboard('filter');
  await editor.addByKeyboard('script');
  await editor.node('Script').waitFor();
  await editor.blur();
  await keyboard.press('Delete');
  await editor.node('Script').waitFor({ state: 'detached' });
  await keyboard.press('ControlOrMeta+z');
  await editor.node('Script').waitFor();
  await keyboard.press('ControlOrMeta+z');
  await keyboard.press('ControlOrMeta+z');
  await editor.node('Filter').waitFor({ state: 'detached' });
  await editor.saved();
  await expect.poll(() => names(editor), { timeout: PATIENCE_MS }).toEqual(['Webhook']);
  await keyboard.press('ControlOrMeta+Shift+z');
  await editor.page.getByRole('button', { name: 'Redo' }).click();
  await editor.node('Script').waitFor();
  await expect.poll(() => names(editor), { timeout: PATIENCE_MS }).toEqual(['Filter', 'Script', 'Webhook']);
  await editor.page.close();
});

it('comes back to the same view on reload, and on the way back', async () => {
  const editor = await openNew('Reload');
  const { page } = editor;
  await editor.addByKeyboard('script');
  await editor.inspectorOf('Script').waitFor();
  await editor.saved();
  const url = await editor.copyTriggerUrl();
  await page.reload();
  await editor.inspectorOf('Script').waitFor();
  await editor.publish(1);
  await post(url, '{"n":1}', { 'content-type': 'application/json' });

  const history = new HistoryScreen(page);
  await page.getByRole('link', { name: 'Executions' }).click();
  await page.getByRole('combobox', { name: 'Workflow' }).selectOption({ label: 'Reload' });
  await history.rows('Executions').filter({ hasText: 'Succeeded' }).click();
  const step = await history.openStep('Script');
  await step.getByRole('tab', { name: 'Input' }).click();
  await page.getByRole('tab', { name: 'Timeline' }).click();
  const address = page.url();
  await page.reload();
  await step.getByRole('tab', { name: 'Input', selected: true }).waitFor();
  await page.getByRole('tab', { name: 'Timeline', selected: true }).waitFor();
  expect(await page.getByRole('combobox', { name: 'Workflow' }).locator('option:checked').textContent()).toBe('Reload');
  await page.getByRole('link', { name: 'Deliveries' }).click();
  await history.rows('Deliveries').first().waitFor();
  await page.goBack();
  await step.getByRole('tab', { name: 'Input', selected: true }).waitFor();
  expect(page.url()).toBe(address);
  await page.close();
});

it('loses nothing when two tabs change one draft', async () => {
  const one = await openNew('Two tabs');
  const two = new EditorScreen(await bench.openTab(new URL(one.page.url()).pathname));
  await two.node('Webhook').waitFor();
  // The second one hears nothing of what happens elsewhere.
  await two.page.route('**/api/events*', (route) => route.abort());
  await two.page.reload();
  await two.node('Webhook').waitFor();
  bench.forgive(/Failed to load resource: net::ERR_FAILED .*\/api\/events/);
  bench.forgive(/Failed to load resource: the server responded with a status of 409/);

  await one.addByKeyboard('filter');
  await one.inspectorOf('Filter').waitFor();
  await expect.poll(() => names(one), { timeout: PATIENCE_MS }).toEqual(['Filter', 'Webhook']);
  await two.addByKeyboard('script');
  await two.inspectorOf('Script').waitFor();
  const alert = two.page.getByRole('alert').filter({ hasText: 'Somebody else saved this workflow' });
  await alert.waitFor();
  expect(await names(one)).toEqual(['Filter', 'Webhook']);

  // Theirs, then mine again by undo: both were still there.
  await alert.getByRole('button', { name: 'Take theirs' }).click();
  await two.node('Filter').waitFor();
  await two.node('Script').waitFor({ state: 'detached' });
  await two.page.getByRole('button', { name: 'Undo' }).first().click();
  await two.node('Script').waitFor();
  await expect.poll(() => names(two), { timeout: PATIENCE_MS }).toEqual(['Script', 'Webhook']);
  // The tab that listens shows what is saved elsewhere.
  await one.node('Script').waitFor();
  await one.page.close();
  await two.page.close();
});

it('draws and connects without a mouse', async () => {
  const editor = await openNew('Keys');
  const { keyboard } = editor.page;
  await editor.addByKeyboard('resp');
  await editor.inspectorOf('Respond').waitFor();
  await editor.addByKeyboard('http');
  await editor.inspectorOf('HTTP request').waitFor();
  // It followed the selected node; its card is reached by Tab and moved by the arrows.
  await editor.node('HTTP request').focus();
  const before = await editor.node('HTTP request').boundingBox();
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowDown');
  await expect.poll(async () => (await editor.node('HTTP request').boundingBox())?.y).toBeGreaterThan(before?.y ?? 0);
  await editor.node('Webhook').focus();
  await keyboard.press('Enter');
  await editor.inspectorOf('Webhook').waitFor();
  await editor.inspector.getByRole('button', { name: 'Connect to…' }).focus();
  await keyboard.press('Enter');
  await editor.page
    .getByRole('menuitem', { name: 'HTTP request' })
    .and(editor.page.locator('[data-highlighted]'))
    .waitFor();
  await keyboard.press('Enter');
  await editor.edge('Webhook', 'Respond').waitFor({ state: 'attached' });
  await editor.edge('Respond', 'HTTP request').waitFor({ state: 'attached' });
  await editor.edge('Webhook', 'HTTP request').waitFor({ state: 'attached' });
  await editor.saved();
  await editor.page.close();
});

it('keeps the edges of branches that are renamed and moved, and shows those of one that is removed', async () => {
  const editor = await openNew('Branches');
  const { inspector, canvas } = editor;
  const branchName = (nth: number) => inspector.getByRole('textbox', { name: 'Name of the branch' }).nth(nth);
  const edge = (name: string) => canvas.getByRole('group', { name, exact: true });
  await editor.addByKeyboard('switch');
  await editor.inspectorOf('Switch').waitFor();
  await branchName(0).fill('Large');
  await editor.write('What to compare', '{{ input.amount }}');
  await inspector.getByRole('button', { name: 'Add branch' }).click();
  await branchName(1).fill('Paid');
  await editor.write('What to compare', '{{ input.paid }}', 1);
  await editor.addByPlus('Switch, Large', 'Script');
  await editor.addByPlus('Switch, Paid', 'Script');
  await edge('From Switch to Script by Large').waitFor({ state: 'attached' });
  await edge('From Switch to Script 2 by Paid').waitFor({ state: 'attached' });

  await editor.select('Switch');
  await inspector.getByRole('button', { name: 'Move Paid up' }).click();
  await branchName(1).fill('Big');
  const paid = edge('From Switch to Script 2 by Paid');
  await edge('From Switch to Script by Big').waitFor({ state: 'attached' });
  const label = editor.node('Switch').getByText('Paid', { exact: true });
  await expect
    .poll(async () => {
      const start = await paid
        .locator('path')
        .first()
        .evaluate((path: SVGPathElement) => {
          const { x, y } = path.getPointAtLength(0);
          return new DOMPoint(x, y).matrixTransform(path.getScreenCTM() ?? undefined).y;
        });
      const { top, bottom } = await label.evaluate((element) => element.getBoundingClientRect());
      return start > top && start < bottom;
    })
    .toBe(true);

  await inspector.getByRole('button', { name: 'Remove Paid' }).click();
  await inspector.getByRole('alert').filter({ hasText: 'leaves by a branch that does not exist' }).waitFor();
  await edge('From Switch to Script 2 by an output that does not exist').waitFor({ state: 'attached' });
  await editor.blur();
  await editor.page.keyboard.press('ControlOrMeta+z');
  await paid.waitFor({ state: 'attached' });
  await editor.page.close();
});
