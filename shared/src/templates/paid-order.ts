import { templateEdges, templateNode, type WorkflowTemplate } from './workflow-template.ts';

export const paidOrder: WorkflowTemplate = {
  id: 'paid-order',
  name: 'Paid order to fulfilment and a mail',
  description: 'Sends an order that was paid through Stripe to fulfilment, then a confirmation to the customer.',
  blanks: [
    { nodeId: 'paid', path: 'verification.secrets', what: 'The secret that holds Stripe’s signing secret (whsec_…).' },
    { nodeId: 'fulfil', path: 'url', what: 'The URL at which your fulfilment takes orders.' },
    { nodeId: 'mail', path: 'from', what: 'The address that the confirmation comes from.' },
    { nodeId: 'mail', path: 'server.host', what: 'Your mail server.' },
  ],
  graph: {
    nodes: [
      templateNode([0, 0], {
        id: 'paid',
        type: 'webhook',
        name: 'Stripe',
        config: { methods: ['POST'], verification: { preset: 'stripe', secrets: [] }, deduplicate: { kind: 'sender' } },
        settings: {
          note: 'Have Stripe send checkout.session.completed and checkout.session.async_payment_succeeded here, and choose its signing secret.',
        },
      }),
      templateNode([1, 0], {
        id: 'complete',
        type: 'filter',
        name: 'Is paid',
        config: {
          all: [
            {
              left: '{{ trigger.body.type }}',
              is: 'one-of',
              right: ['checkout.session.completed', 'checkout.session.async_payment_succeeded'],
            },
            { left: '{{ trigger.body.data.object.payment_status }}', is: 'equals', right: 'paid' },
          ],
        },
      }),
      templateNode([2, 0], {
        id: 'order',
        type: 'transform',
        name: 'Order',
        config: {
          keep: 'none',
          set: [
            { path: 'reference', value: '{{ trigger.body.data.object.id }}' },
            { path: 'email', value: '{{ trigger.body.data.object.customer_details.email }}' },
            { path: 'amount', value: '{{ trigger.body.data.object.amount_total }}' },
            { path: 'currency', value: '{{ trigger.body.data.object.currency }}' },
          ],
        },
      }),
      templateNode([3, 0], {
        id: 'fulfil',
        type: 'http-request',
        name: 'Fulfil the order',
        config: { method: 'POST', url: '', body: { kind: 'json', json: '{{ input }}' } },
        settings: { retry: { attempts: 5 }, note: 'Fill in the URL of your fulfilment.' },
      }),
      templateNode([4, 0], {
        id: 'mail',
        type: 'email',
        name: 'Confirm to the customer',
        config: {
          from: '',
          to: '{{ steps["Order"].output.email }}',
          subject: 'Your order is on its way',
          text: 'Thank you for your order. Its reference is {{ steps["Order"].output.reference }}.',
          server: { host: '' },
        },
        settings: { retry: { attempts: 5 }, note: 'Fill in the sender and your mail server with its sign-in.' },
      }),
    ],
    edges: templateEdges('paid → complete', 'complete → order', 'order → fulfil', 'fulfil → mail'),
  },
};
