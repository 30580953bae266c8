import { keyProblem } from '@millrace/shared/collection';
import type { CollectionChange } from '@millrace/shared/collection-change';
import { type FieldPath, parseFieldPath } from '@millrace/shared/field-path';
import { type CollectionConfig, collection } from '@millrace/shared/nodes/collection';
import type { NodeRecord } from './collections.ts';
import { implement, type NodeContext, StepFailure } from './implement.ts';

/** A query stops before its output gets too large for a step, in UTF-16 units of JSON text. */
const MAX_OUTPUT_LENGTH = 4_000_000;

type QueryConfig = Extract<CollectionConfig, { operation: 'query' }>;
type ChangeConfig = Exclude<CollectionConfig, { operation: 'query' | 'get' }>;

/** Reads or changes the records of a collection. */
export const collectionNode = implement(collection, async (context, config) => {
  const value = config.operation === 'query' ? await queried(context, config) : await one(context, config);
  return { kind: 'output', port: 'out', value };
});

async function one(context: NodeContext, config: Exclude<CollectionConfig, QueryConfig>): Promise<unknown> {
  const { collection: name, key } = config;
  const problem = keyProblem(key);
  if (problem !== undefined) {
    throw refused('invalid-key', `No record of "${name}" can have the key that was filled in: ${problem}`);
  }
  if (config.operation === 'get') {
    const record = await context.collections.get(name, key);
    return { key, existed: record !== undefined, ...shown(record) };
  }
  const { existed, changed, record } = await context.collections.change(name, key, changeOf(config));
  return { key, existed, changed, ...shown(record) };
}

const shown = (record: NodeRecord | null | undefined) => ({
  value: record?.value ?? null,
  revision: record?.revision ?? null,
  updatedAt: record?.updatedAt ?? null,
});

function changeOf(config: ChangeConfig): CollectionChange {
  switch (config.operation) {
    case 'put':
      return { kind: 'put', value: given(config.value, 'value') };
    case 'merge':
      return { kind: 'merge', fields: given(config.fields, 'fields') };
    case 'increment':
      // A template has been filled in by now, which the schema has checked again.
      return { kind: 'increment', path: pathOf(config.field), by: Number(config.by) };
    case 'add-to-set':
    case 'remove-from-set':
      return { kind: config.operation, path: pathOf(config.field), value: given(config.value, 'value') };
    case 'delete':
      return { kind: 'delete' };
  }
}

/** Nothing is not quietly kept as null. */
function given(value: unknown, what: string): unknown {
  if (value !== undefined) return value;
  throw refused('missing-value', `The ${what} to keep came to nothing. Check what its expression reads.`);
}

function pathOf(field: string): FieldPath {
  if (field.trim() === '') return [];
  const path = parseFieldPath(field.trim());
  if (path?.every((segment) => typeof segment === 'string')) return path;
  throw refused(
    'invalid-field',
    `"${field.slice(0, 100)}" names no field of a record. Write names with dots between them, as address.city.`,
  );
}

async function queried(context: NodeContext, config: QueryConfig): Promise<unknown> {
  const { collection: name, prefix, field } = config;
  const path = field.trim() === '' ? undefined : parseFieldPath(field.trim());
  if (field.trim() !== '' && path === undefined) {
    throw refused('invalid-field', `"${field.slice(0, 100)}" is no path. Write one as address.city or items[0].price.`);
  }
  const where = path === undefined ? null : { path, equals: given(config.equals, 'value to look for') };
  const limit = Number(config.limit);
  const records: NodeRecord[] = [];
  let length = 0;
  let next: string | null = config.after;
  while (next !== null && records.length < limit) {
    context.signal.throwIfAborted();
    const page = await context.collections.query(name, {
      prefix,
      where,
      after: next,
      limit: limit - records.length,
    });
    for (const record of page.records) {
      length += JSON.stringify(record).length;
      if (length > MAX_OUTPUT_LENGTH && records.length > 0) return { records, next: records.at(-1)?.key };
      records.push(record);
    }
    next = page.next;
  }
  return { records, next };
}

const refused = (code: string, message: string): StepFailure =>
  new StepFailure({ code, message }, { retryable: false });
