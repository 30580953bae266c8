import type { Graph } from '@millrace/shared/workflow';
import { graphOf } from '../support/published-workflow.ts';

/** webhook → filter → transform → script → respond: what most workflows are made of, answered by the last node. */
export const fiveNodeWorkflow = (): Graph =>
  graphOf([
    { id: 'hook', type: 'webhook', name: 'Order', config: { methods: ['POST'], respond: 'by-node' } },
    {
      id: 'big',
      type: 'filter',
      name: 'Over 10',
      config: { all: [{ left: '{{ trigger.body.amount }}', is: 'greater-than', right: 1000 }] },
    },
    {
      id: 'map',
      type: 'transform',
      name: 'Order fields',
      config: {
        keep: 'none',
        set: [
          { path: 'email', value: '{{ trigger.body.customer.email }}' },
          { path: 'orderId', value: '{{ trigger.body.id }}' },
        ],
      },
    },
    {
      id: 'sum',
      type: 'script',
      name: 'Total',
      config: {
        code: 'return { ...input, total: trigger.body.items.reduce((sum, item) => sum + item.price * item.quantity, 0) };',
      },
    },
    {
      id: 'answer',
      type: 'respond',
      name: 'Answer',
      config: { status: 200, body: { kind: 'json', json: '{{ input }}' } },
    },
  ]);

/** webhook → transform, with the body's signature checked and the sender answered at once. */
export const signedWorkflow = (): Graph =>
  graphOf([
    {
      id: 'hook',
      type: 'webhook',
      name: 'Order',
      config: { respond: 'at-once', verification: { preset: 'hmac', secrets: ['BENCH'], header: 'x-signature' } },
    },
  ]);
