import { z } from 'zod';
import { fieldPath } from '../field-path.ts';

/** Most pages that one step asks for. */
const MAX_PAGES = 1_000;

const common = {
  items: fieldPath.or(z.literal('')).default('').meta({
    title: 'Where the items are',
    description: 'A path in each answer, as `data.items`. Left empty, the answer itself is the list.',
  }),
  maxPages: z.number().int().min(1).max(MAX_PAGES).default(20).meta({
    title: 'Pages at the most',
    description: 'What comes behind them is left out, and the log says so.',
  }),
};
const parameter = z.string().trim().min(1, 'Name the query parameter.').max(200);

/** How the answer to a request says that there is more of it, and how that is asked for. */
export const pagination = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('link'), ...common }),
  z.object({
    kind: z.literal('next-url'),
    path: fieldPath.meta({ title: 'Where the next URL is', description: 'A path in the answer, as `links.next`.' }),
    ...common,
  }),
  z.object({
    kind: z.literal('cursor'),
    path: fieldPath.meta({ title: 'Where the cursor is', description: 'A path in the answer, as `meta.nextCursor`.' }),
    parameter: parameter.default('cursor').meta({ title: 'Query parameter of the cursor' }),
    ...common,
  }),
  z.object({
    kind: z.literal('page'),
    parameter: parameter.default('page').meta({ title: 'Query parameter of the page' }),
    first: z.number().int().min(0).default(1).meta({ title: 'Number of the first page' }),
    ...common,
  }),
]);
export type Pagination = z.output<typeof pagination>;
