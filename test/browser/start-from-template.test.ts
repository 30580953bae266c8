import { expect, it } from 'vitest';
import { EditorScreen } from './editor-screen.ts';
import { withWorkbench } from './with-workbench.ts';
import type { Workbench } from './workbench.ts';

let bench: Workbench;
withWorkbench((opened) => {
  bench = opened;
});

it('starts from a template, and shows what is still to be filled in', async () => {
  const page = await bench.openTab('/workflows');
  const choices = page.getByRole('region', { name: 'Start from' });
  await choices.getByRole('button', { name: /^Blank/ }).waitFor();
  expect(await choices.getByRole('button').count()).toBe(6);
  await choices.getByRole('button', { name: /^Form submission to the CRM/ }).click();
  const editor = new EditorScreen(page);
  await editor.node('Create the contact').waitFor();
  await page.getByRole('button', { name: '2 problems' }).waitFor();

  await page.goto(`${bench.server.url}/workflows?new=1`);
  const dialog = page.getByRole('dialog', { name: 'New workflow' });
  await dialog.getByRole('button', { name: /^Alert to a chat/ }).waitFor();
  await dialog.getByRole('button', { name: /^Alert to a chat/ }).click();
  await editor.node('Post to the chat').waitFor();
});

it('folds how to send the first request away once something is drawn, and opens it again when asked', async () => {
  const editor = new EditorScreen(await bench.openTab('/workflows'));
  await editor.create('Blank');
  const curl = editor.canvas.getByRole('button', { name: 'Copy curl line' });
  await curl.waitFor();
  await editor.addByKeyboard('script');
  await curl.waitFor({ state: 'hidden' });
  await editor.canvas.getByText('Waiting for the first request').click();
  await curl.waitFor();
  await editor.addByKeyboard('delay');
  await editor.node('Delay').waitFor();
  await curl.waitFor();
});

it('shows the form that an example filled in', async () => {
  const editor = new EditorScreen(await bench.openTab('/workflows'));
  await editor.create('Lines');
  await editor.addByKeyboard('for each');
  await editor.inspectorOf('For each').waitFor();
  await editor.inspector.getByRole('button', { name: 'What this node does' }).click();
  await editor.inspector.getByRole('button', { name: 'Use this example' }).click();
  await editor.node('Line value').waitFor();
  const items = editor.field('Items');
  await expect.poll(() => items.textContent()).toBe('{{ input.lines }}');
  // The help alone is higher than half the page.
  const top = async () => (await items.boundingBox())?.y ?? Number.POSITIVE_INFINITY;
  await expect.poll(top).toBeLessThan((editor.page.viewportSize()?.height ?? 0) / 2);
});
