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

it(
  'draws a node that runs for each item, and shows in the history what it did with each',
  async () => {
    const editor = new EditorScreen(await bench.openTab('/workflows'));
    await editor.create('Lines');
    await editor.addByKeyboard('for each');
    await editor.inspectorOf('For each').waitFor();
    // It holds nothing yet, so that this goes into it.
    await editor.addByKeyboard('script');
    await editor.inspectorOf('Script').waitFor();
    await editor.write('Code', 'if (item === 3) throw new Error("three"); return item * 10;');
    await editor.saved();
    const [, id = ''] = /\/workflows\/([^/?]+)/.exec(editor.page.url()) ?? [];
    const draft = await bench.server.api(endpoints.getWorkflow, { params: { id } });
    expect(draft.draft.problems).toEqual([]);
    const frame = draft.draft.graph.nodes.find(({ type }) => type === 'for-each');
    expect(draft.draft.graph.nodes.find(({ type }) => type === 'script')?.parentId).toBe(frame?.id);

    await bench.server.api(endpoints.publishWorkflow, { params: { id }, body: { revision: draft.draft.revision } });
    await post(draft.triggerUrl, '[1,2,3,4]', { 'content-type': 'application/json' });
    await expect
      .poll(
        async () => (await bench.server.api(endpoints.listExecutions, { query: { workflowId: id } })).items[0]?.status,
        {
          timeout: PATIENCE_MS,
        },
      )
      .toBe('failed');
    const [execution] = (await bench.server.api(endpoints.listExecutions, { query: { workflowId: id } })).items;

    const history = new HistoryScreen(await bench.openTab(`/executions/${execution?.id}`));
    await history.isStatus('Failed');
    const step = await history.openStep('Script');
    // The first round that failed, and from there to any other.
    await step.getByText('item 3 of 4').waitFor();
    await step.getByText(/three/).first().waitFor();
    await step.getByRole('button', { name: 'Previous item' }).click();
    await step.getByText('item 2 of 4').waitFor();
    expect(new URL(history.page.url()).searchParams.get('round')).toBe('2');
    expect(await history.valueOf(step, 'Output')).toBe(20);
    await history.page.getByRole('tab', { name: 'Timeline' }).click();
    await history.page.getByRole('button', { name: /Script ×4/ }).waitFor();

    // The editor goes on with the same round, and keeps it while other nodes are looked at.
    await history.page.getByRole('button', { name: 'Open in editor' }).click();
    const drawn = new EditorScreen(history.page);
    await drawn.data.getByText('item 2 of 4').waitFor();
    await drawn.data.getByRole('button', { name: 'Next item' }).focus();
    await drawn.page.keyboard.press('Enter');
    await drawn.data.getByText('item 3 of 4').waitFor();
    await drawn.data.getByRole('img', { name: 'Failed:' }).waitFor();
    await drawn.select('Webhook');
    await drawn.select('Script');
    await drawn.data.getByText('item 3 of 4').waitFor();
    expect(new URL(drawn.page.url()).searchParams.get('round')).toBe('3');
  },
  PATIENCE_MS * 2,
);
