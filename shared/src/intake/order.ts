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
]);

export type Order = z.output<typeof order>;
