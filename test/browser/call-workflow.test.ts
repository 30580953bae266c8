import { endpoints } from '@millrace/shared/api';
import { expect, it } from 'vitest';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { EditorScreen } from './editor-screen.ts';
import { post } from './send.ts';
import { withWorkbench } from './with-workbench.ts';
import { PATIENCE_MS, type Workbench } from './workbench.ts';

let bench: Workbench;
withWorkbench((opened) => {
  bench = opened;
});

const schema = {
  type: 'object',
  required: ['number', 'total'],
  properties: {
    number: { type: 'string', description: 'As the shop counts.' },
    total: { type: 'number' },
    state: { enum: ['open', 'paid'] },
    lines: { type: 'array' },
  },
  additionalProperties: false,
};

it(
  'offers the fields of the workflow that is called, and says before it runs what would not fit',
  async () => {
    const { api } = bench.server;
    const bodySchema = { kind: 'schema', schema };
    const bill = await publishedWorkflow(
      api,
      'Bill',
      graphOf([{ id: 'hook', type: 'webhook', config: { bodySchema } }]),
    );
    const editor = new EditorScreen(await bench.openTab('/workflows'));
    await editor.create('Orders');
    const [, id = ''] = /\/workflows\/([^/?]+)/.exec(editor.page.url()) ?? [];
    const { triggerUrl } = await api(endpoints.getWorkflow, { params: { id } });
    await post(triggerUrl, '{"number":"A-1","cents":1250,"items":[{"sku":"x"}]}', {
      'content-type': 'application/json',
    });

    await editor.addByKeyboard('call workflow');
    const inspector = editor.inspectorOf('Call workflow');
    await inspector.getByRole('combobox', { name: 'Workflow' }).selectOption({ label: 'Bill' });
    await inspector.getByRole('list', { name: 'What Bill takes' }).getByText('number, required').waitFor();
    await inspector.getByRole('status').getByText('"Bill" needs "total"').waitFor();

    // What the input has under the same name is there already.
    await inspector.getByRole('button', { name: 'Fields' }).click();
    await expect.poll(() => editor.field('number').textContent()).toBe('{{ input.number }}');
    await inspector.getByText('"Bill" needs "total", which is missing here.').waitFor();
    await editor.write('total', 'a lot');
    await inspector.getByText('"Bill" does not take this: "total" must be a number.').waitFor();
    await editor.page.getByText('1 problem', { exact: true }).waitFor();
    await editor.write('total', '{{ input.number }}');
    await inspector.getByText('With the chosen data it would fail.').waitFor();
    await editor.write('total', '{{ input.cents / 100 }}');
    await editor.preview('12.5').waitFor();
    await inspector.getByRole('combobox', { name: 'state' }).selectOption('paid');
    await editor.write('lines', '[{ "sku": {{ input.items[0].sku }}, "pieces": 2 }]');
    await editor.saved();
    const { draft } = await api(endpoints.getWorkflow, { params: { id } });
    expect(draft.graph.nodes.find(({ type }) => type === 'call-workflow')?.config).toEqual({
      workflowId: bill.id,
      body: {
        number: '{{ input.number }}',
        total: '{{ input.cents / 100 }}',
        state: 'paid',
        lines: [{ sku: '{{ input.items[0].sku }}', pieces: 2 }],
      },
    });

    await editor.publish(1);
    await post(triggerUrl, '{"number":"A-2","cents":990,"items":[{"sku":"y"}]}', {
      'content-type': 'application/json',
    });
    const called = async () =>
      (await api(endpoints.listExecutions, { query: { workflowId: bill.id } })).items.map(({ status }) => status);
    await expect.poll(called, { timeout: PATIENCE_MS }).toEqual(['succeeded']);
    const [delivery] = (await api(endpoints.listDeliveries, { query: { workflowId: bill.id } })).items;
    const received = await api(endpoints.getDelivery, { params: { id: delivery?.id ?? '' } });
    expect(received.body).toEqual({ number: 'A-2', total: 9.9, state: 'paid', lines: [{ sku: 'y', pieces: 2 }] });

    // What the other workflow put out is offered behind a call that has not run yet.
    const later = graphOf([
      { id: 'hook', type: 'webhook' },
      { id: 'call', type: 'call-workflow', config: { workflowId: bill.id } },
      { id: 'code', type: 'script', config: { code: 'return 1;' } },
    ]);
    const fresh = await api(endpoints.createWorkflow, { body: { name: 'Later', graph: later } });
    const other = new EditorScreen(await bench.openTab(`/workflows/${fresh.id}?node=code`));
    await other.write('Code', 'return input');
    await other.page.keyboard.type('.');
    await other.page.getByRole('option', { name: /^total/ }).waitFor();
    await other.page.close();

    // The other workflow changes, and then goes, while this one is open.
    const strict = { ...schema, properties: { ...schema.properties, state: { enum: ['open', 'settled'] } } };
    const changed = graphOf([
      { id: 'hook', type: 'webhook', config: { bodySchema: { kind: 'schema', schema: strict } } },
    ]);
    await api(endpoints.saveDraft, {
      params: { id: bill.id },
      body: { graph: changed, revision: bill.draft.revision },
    });
    await api(endpoints.publishWorkflow, { params: { id: bill.id }, body: {} });
    await inspector.getByText('"Bill" does not take this: "state" must be one of "open", "settled".').waitFor();
    bench.forgive(/404/);
    await api(endpoints.deleteWorkflow, { params: { id: bill.id } });
    await inspector.getByText('does not exist any more').waitFor();
  },
  PATIENCE_MS * 3,
);
