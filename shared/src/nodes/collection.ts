import { z } from 'zod';
import { collectionName } from '../collection.ts';
import { parseFieldPath } from '../field-path.ts';
import { defineNode } from './define-node.ts';
import { templated } from './templated.ts';

/** Most records that one query puts out. */
const MAX_QUERIED = 1_000;

const named = collectionName.meta({ title: 'Collection', description: 'It is made when its first record is.' });
const place = {
  collection: named,
  key: z
    .string()
    .trim()
    .min(1, 'Say which record: give its key.')
    .meta({ title: 'Key', description: 'Names one record, as {{ trigger.body.email }}.' }),
};
const field = z
  .string()
  .trim()
  .max(512)
  .refine((text) => text === '' || parseFieldPath(text) !== undefined, 'Write a path as visits or address.city.')
  .default('')
  .meta({ title: 'Field', description: 'As visits or address.city. Left empty, the whole value is meant.' });
const member = z
  .unknown()
  .refine((value) => value !== undefined && value !== '', 'Say which value.')
  .meta({ title: 'Value', widget: 'value' });

const operations = z.discriminatedUnion('operation', [
  z.object({ operation: z.literal('get'), ...place }),
  z.object({ operation: z.literal('put'), ...place, value: z.unknown().meta({ title: 'Value', widget: 'json' }) }),
  z.object({
    operation: z.literal('merge'),
    ...place,
    fields: z.unknown().meta({
      title: 'Fields',
      description: 'An object: its fields replace those of the record, and the others stay.',
      widget: 'json',
    }),
  }),
  z.object({
    operation: z.literal('increment'),
    ...place,
    field,
    by: templated(z.number()).default(1).meta({ title: 'By', description: 'Negative counts down.' }),
  }),
  z.object({ operation: z.literal('add-to-set'), ...place, field, value: member }),
  z.object({ operation: z.literal('remove-from-set'), ...place, field, value: member }),
  z.object({ operation: z.literal('delete'), ...place }),
  z.object({
    operation: z.literal('query'),
    collection: named,
    prefix: z.string().default('').meta({ title: 'Key starts with' }),
    field: field.meta({
      title: 'Field',
      description: 'Only records in which this field holds the value. Left empty, all of them.',
    }),
    equals: z.unknown().optional().meta({ title: 'Value of the field', widget: 'value' }),
    limit: templated(z.number().int().min(1).max(MAX_QUERIED))
      .default(100)
      .meta({ title: 'Records at the most', fold: 'Pages' }),
    after: z.string().default('').meta({
      title: 'After the key',
      description: 'Goes on behind this key: the output’s next.',
      fold: 'Pages',
    }),
  }),
]);

const words: Record<z.output<typeof operations>['operation'], string> = {
  get: 'get',
  put: 'put',
  merge: 'merge into',
  increment: 'increment',
  'add-to-set': 'add to',
  'remove-from-set': 'remove from',
  delete: 'delete',
  query: 'query',
};

/** `{{ trigger.body.email }}` reads as `email` on a card. */
const inShort = (text: string): string =>
  text.replace(/\{\{\s*(.*?)\s*\}\}/gs, (_, source: string) => source.replace(/^(?:trigger\.body|input)\./, ''));

export const collection = defineNode({
  type: 'collection',
  label: 'Collection',
  description: 'Keeps records that outlive the execution.',
  group: 'data',
  icon: 'database',
  effect: 'external',
  ports: { in: ['in'], out: ['out'] },
  config: operations,
  initial: { operation: 'get', collection: '', key: '' },
  code: {},
  secretFields: [],
  timeoutMs: 10_000,
  summary: (config) => {
    const what = `${words[config.operation] ?? config.operation} ${config.collection || '…'}`;
    const which = config.operation === 'query' ? config.prefix && `${config.prefix}*` : config.key;
    return which ? `${what} · ${inShort(which)}` : what;
  },
  help: 'Keeps named records for profiles, tags, counters and lookups. Each change happens as a whole, and once for each step, also when the server is killed in between. *get* puts out `{ key, existed, value, revision, updatedAt }`; changes put out the same, as it is after them, with `changed`: false when the value was the same already. `existed` says whether the record was there before. *query* puts out `{ records, next }`, in the order of keys.\n\nExample, an alert at most once a minute: *increment* in `alerts` with the key `{{ trigger.body.host }} {{ trigger.receivedAt.slice(0, 16) }}`, then a filter on `{{ input.value }}` equals `1`, then the request to the chat.',
  example: {
    says: 'Tags the profile of a customer who bought something.',
    config: {
      operation: 'add-to-set',
      collection: 'profiles',
      key: '{{ input.email }}',
      field: 'tags',
      value: 'buyer',
    },
    inputs: { Order: { number: 'A-1042', email: 'ada@example.com' } },
    output: { key: 'ada@example.com', existed: false, value: { tags: ['buyer'] }, revision: 1, changed: true },
    isPart: true,
  },
});
export type CollectionConfig = z.output<typeof operations>;
