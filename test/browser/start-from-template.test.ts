import { afterAll, beforeAll, expect, it } from 'vitest';
import { EditorScreen } from './editor-screen.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(() => bench?.close());

it('starts from a template, and shows what is still to be filled in', async () => {
  const page = await bench.signIn();
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
  expect(bench.faults).toEqual([]);
});
