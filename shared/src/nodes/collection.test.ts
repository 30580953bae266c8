import { expect, it } from 'vitest';
import { collection } from './collection.ts';

it.each<[Parameters<typeof collection.summary>[0], string]>([
  [collection.initial, 'get …'],
  [{ operation: 'get', collection: 'people', key: '{{ trigger.body.email }}' }, 'get people · email'],
  [{ operation: 'add-to-set', collection: 'people', key: 'vip', field: 'tags', value: 'a' }, 'add to people · vip'],
  [{ operation: 'query', collection: 'people' }, 'query people'],
  [{ operation: 'query', collection: 'people', prefix: 'eu-' }, 'query people · eu-*'],
])('says of %j: %s', (config, summary) => {
  expect(collection.summary(config)).toBe(summary);
});

it.each<[unknown, string]>([
  [{ operation: 'get', collection: '{{ input.name }}', key: 'a' }, 'collection'],
  [{ operation: 'get', collection: 'people', key: ' ' }, 'key'],
  [{ operation: 'increment', collection: 'people', key: 'a', field: 'a..b' }, 'field'],
  [{ operation: 'increment', collection: 'people', key: 'a', by: 'many' }, 'by'],
  [{ operation: 'add-to-set', collection: 'people', key: 'a', value: '' }, 'value'],
  [{ operation: 'drop', collection: 'people', key: 'a' }, 'operation'],
])('finds fault with %j at %s', (config, path) => {
  expect(collection.config.safeParse(config).error?.issues.map((issue) => issue.path[0])).toEqual([path]);
});
