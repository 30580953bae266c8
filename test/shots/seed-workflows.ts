import type { ApiClient } from '@millrace/server/scripts/api-client.ts';
import { endpoints } from '@millrace/shared/api';
import type { Graph, Workflow } from '@millrace/shared/workflow';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';

/** What senders sign with, in the pictures. */
export const STRIPE_SECRET = 'whsec_shots_8f2b1c';
export const GITHUB_SECRET = 'github-shots-51c0';

export interface SeededWorkflows {
  readonly orders: Workflow;
  readonly refunds: Workflow;
  readonly pushes: Workflow;
  readonly stock: Workflow;
  readonly labels: Workflow;
  readonly warehouse: Workflow;
  readonly draft: Workflow;
  /** Calls another one with mistakes in what it sends. */
  readonly caller: Workflow;
}

/** Workflows in every state that the list can show. `target` answers /crm, fails at /accounting and hangs at /slow. */
export async function seedWorkflows(api: ApiClient, target: string): Promise<SeededWorkflows> {
  for (const [name, value] of [
    ['STRIPE_SIGNING_SECRET', STRIPE_SECRET],
    ['GITHUB_WEBHOOK_SECRET', GITHUB_SECRET],
    ['CRM_TOKEN', 'crm-token-of-the-shots'],
  ] as const) {
    await api(endpoints.putSecret, { params: { name }, body: { value } });
  }
  const orders = await publishedWorkflow(api, 'Paid orders to the CRM', orderGraph(target));
  const refunds = await publishedWorkflow(api, 'Refunds to accounting', refundGraph(target));
  const pushes = await publishedWorkflow(api, 'Deploy on a push to main', pushGraph());
  const stock = await publishedWorkflow(
    api,
    'Nightly stock levels',
    graphOf([{ id: 'hook', type: 'webhook', name: 'Stock' }]),
  );
  const labels = await publishedWorkflow(
    api,
    'Labels to print',
    graphOf([
      { id: 'hook', type: 'webhook', name: 'Label', config: { methods: ['POST'], deduplicate: { kind: 'hash' } } },
    ]),
  );
  const bills = await publishedWorkflow(api, 'Write a bill', billGraph());
  const warehouse = await publishedWorkflow(
    api,
    'Parcels to the warehouse in Rotterdam, with its slow interface',
    slowGraph(target),
  );
  const draft = await api(endpoints.createWorkflow, {
    body: { name: 'Newsletter sign-ups', graph: unfinishedGraph() },
  });
  const caller = await api(endpoints.createWorkflow, {
    body: { name: 'Bills for orders', graph: callGraph(bills.id) },
  });
  await api(endpoints.pauseWorkflow, { params: { id: stock.id } });
  for (const [collection, key, value] of records) {
    await api(endpoints.putRecord, { params: { collection }, query: { key }, body: { value, revision: 0 } });
  }
  // A draft that has moved on from what is published.
  const changed = orderGraph(target);
  for (const node of changed.nodes) if (node.id === 'big') node.name = 'Over 20 euros';
  await api(endpoints.saveDraft, {
    params: { id: orders.id },
    body: { graph: changed, revision: orders.draft.revision },
  });
  return { orders, refunds, pushes, stock, labels, warehouse, draft, caller };
}

const records = [
  ['profiles', 'ada.lovelace@analytical-engines.example', { name: 'Ada', tags: ['paying', 'beta'], orders: 12 }],
  ['profiles', 'ben@post.example', { name: 'Ben', tags: [], orders: 0, address: { city: 'Utrecht' } }],
  ['counters', 'orders-today', 17],
] as const;

const orderGraph = (target: string): Graph =>
  graphOf([
    {
      id: 'hook',
      type: 'webhook',
      name: 'Checkout',
      config: { verification: { preset: 'stripe', secrets: ['STRIPE_SIGNING_SECRET'] } },
    },
    {
      id: 'big',
      type: 'filter',
      name: 'Over 10 euros',
      config: { all: [{ left: '{{ trigger.body.data.object.amount_total }}', is: 'greater-than', right: 1000 }] },
    },
    {
      id: 'map',
      type: 'transform',
      name: 'Order fields',
      config: {
        keep: 'none',
        set: [
          { path: 'order', value: '{{ trigger.body.data.object.id }}' },
          { path: 'email', value: '{{ trigger.body.data.object.customer_details.email }}' },
          { path: 'city', value: '{{ trigger.body.data.object.customer_details.address.city }}' },
        ],
      },
    },
    {
      id: 'sum',
      type: 'script',
      name: 'Total',
      config: {
        code: [
          'const { items } = trigger.body.data.object;',
          'const total = items.reduce((sum, item) => sum + item.price * item.quantity, 0);',
          "console.log('items', items.length, 'total', total);",
          'return { ...input, total };',
        ].join('\n'),
      },
    },
    {
      id: 'crm',
      type: 'http-request',
      name: 'Tell the CRM',
      config: {
        method: 'POST',
        url: `${target}/crm/orders`,
        body: { kind: 'json', json: '{{ input }}' },
        auth: { kind: 'bearer', secret: 'CRM_TOKEN' },
      },
      settings: { retry: { attempts: 3 }, timeoutMs: 10_000 },
    },
  ]);

const refundGraph = (target: string): Graph =>
  graphOf([
    { id: 'hook', type: 'webhook', name: 'Refund' },
    {
      id: 'book',
      type: 'http-request',
      name: 'Book it',
      config: { method: 'POST', url: `${target}/accounting/refunds`, body: { kind: 'json', json: '{{ input }}' } },
      settings: { retry: { attempts: 3, delayMs: 150, maxDelayMs: 400 } },
    },
  ]);

const pushGraph = (): Graph =>
  graphOf([
    {
      id: 'hook',
      type: 'webhook',
      name: 'Push',
      config: { respond: 'by-node', verification: { preset: 'github', secrets: ['GITHUB_WEBHOOK_SECRET'] } },
    },
    { id: 'main', type: 'filter', name: 'Only main', config: { expression: "trigger.body.ref === 'refs/heads/main'" } },
    {
      id: 'answer',
      type: 'respond',
      name: 'Answer',
      config: { status: 202, body: { kind: 'json', json: { ok: true } } },
    },
  ]);

const slowGraph = (target: string): Graph =>
  graphOf([
    { id: 'hook', type: 'webhook', name: 'Parcel' },
    {
      id: 'send',
      type: 'http-request',
      name: 'Announce',
      config: { method: 'POST', url: `${target}/slow`, body: { kind: 'json', json: '{{ input }}' } },
      settings: { timeoutMs: 300_000, retry: { attempts: 5, delayMs: 600_000, maxDelayMs: 600_000 } },
    },
  ]);

const unfinishedGraph = (): Graph =>
  graphOf([
    { id: 'hook', type: 'webhook', name: 'Sign-up' },
    { id: 'mail', type: 'http-request', name: 'Add to the list', config: { method: 'POST', url: '' } },
  ]);

const billGraph = (): Graph => {
  const schema = {
    type: 'object',
    required: ['number', 'total', 'customer'],
    properties: {
      number: { type: 'string', description: 'As the shop counts.' },
      total: { type: 'number', title: 'In euros, with taxes' },
      state: { enum: ['open', 'paid'] },
      customer: {
        type: 'object',
        required: ['email'],
        properties: { email: { type: 'string' }, name: { type: 'string' } },
      },
    },
    additionalProperties: false,
  };
  return graphOf([{ id: 'hook', type: 'webhook', name: 'Bill', config: { bodySchema: { kind: 'schema', schema } } }]);
};

const callGraph = (workflowId: string): Graph => {
  const body = {
    number: '{{ input.number }}',
    total: '{{ input.total }} EUR',
    state: 'paid',
    customer: { name: '{{ input.name }}' },
    note: 'From the shop',
  };
  return graphOf([
    { id: 'hook', type: 'webhook', name: 'Order' },
    { id: 'call', type: 'call-workflow', name: 'Bill it', config: { workflowId, body } },
  ]);
};
