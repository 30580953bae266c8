import { z } from 'zod';
import { fieldPath } from '../field-path.ts';
import { headerName } from './header-name.ts';

/** By what deliveries belong together that have to run one after the other. */
export const order = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('path'),
    path: fieldPath.meta({
      title: 'Field that keeps deliveries in order',
      description: 'A path in the body: customer.id or items[0].sku. Deliveries without it run at once.',
    }),
  }),
  z.object({
    kind: z.literal('header'),
    name: headerName.meta({
      title: 'Header that keeps deliveries in order',
      description: 'As x-shopify-shop-domain. Deliveries without it run at once.',
    }),
  }),
  z.object({
    kind: z.literal('expression'),
    key: z
      .string()
      .refine((text) => text.trim() !== '', 'Say what keeps deliveries in order, as {{ trigger.body.customer.id }}.')
      .meta({
        title: 'Expression that keeps deliveries in order',
        description:
          'As `{{ trigger.body.customer?.id ?? trigger.body.email }}`, or `{{ trigger.params.shop }}-{{ trigger.body.number }}`. Deliveries for which it comes to nothing, or fails, run at once.',
        widget: 'template',
      }),
  }),
]);

export type Order = z.output<typeof order>;
