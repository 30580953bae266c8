import { collection } from '@millrace/shared/nodes/collection';
import { httpRequest } from '@millrace/shared/nodes/http-request';
import { nodeDefinitions } from '@millrace/shared/nodes/index';
import { respond } from '@millrace/shared/nodes/respond';
import { webhook } from '@millrace/shared/nodes/webhook';
import { expect, it } from 'vitest';
import { formFields, formVariants } from './form-fields.ts';
import { inWords } from './in-words.ts';

const field = (fields: ReturnType<typeof formFields>, key: string) => fields.find((each) => each.key === key);

it('finds the kind of each field of a request', () => {
  const fields = formFields(httpRequest.config);
  expect(Object.fromEntries(fields.map(({ key, kind }) => [key, kind]))).toEqual({
    method: 'choice',
    url: 'text',
    query: 'rows',
    headers: 'rows',
    body: 'variants',
    auth: 'variants',
    redirects: 'number',
    response: 'choice',
    maxResponseBytes: 'number',
    pagination: 'variants',
    failOn: 'texts',
    idempotencyKey: 'toggle',
  });
  expect(field(fields, 'redirects')).toMatchObject({ fold: 'Response', min: 0, max: 20, initial: 5 });
});

it('takes the variants of a union apart', () => {
  const body = field(formFields(httpRequest.config), 'body');
  if (body?.kind !== 'variants') throw new Error('The body is no union.');
  expect(body.tag).toBe('kind');
  expect(body.variants.map(({ name, fields }) => [name, fields.map(({ kind }) => kind)])).toEqual([
    ['none', []],
    ['json', ['json']],
    ['form', ['rows']],
    ['text', ['text', 'text']],
    ['raw', ['text', 'text']],
    ['file', ['text', 'text']],
  ]);
});

it('asks by what an event is told from others, and for how long', () => {
  const once = field(formFields(webhook.config), 'deduplicate');
  if (once?.kind !== 'variants') throw new Error('Deduplication is no union.');
  expect(once.variants.map(({ name, fields }) => [name, fields.map(({ key, kind }) => [key, kind])])).toEqual([
    ['sender', [['days', 'number']]],
    [
      'header',
      [
        ['name', 'text'],
        ['days', 'number'],
      ],
    ],
    [
      'path',
      [
        ['path', 'text'],
        ['days', 'number'],
      ],
    ],
    ['hash', [['days', 'number']]],
    ['off', []],
  ]);
});

it('takes a number that may be an expression for one', () => {
  expect(field(formFields(respond.config), 'status')).toMatchObject({ kind: 'number', template: true, min: 200 });
});

it('goes by the widget that a schema names', () => {
  expect(field(formFields(webhook.config), 'verification')?.kind).toBe('verification');
});

it('makes a form for every node type', () => {
  for (const { config } of nodeDefinitions) expect(() => formFields(config)).not.toThrow();
});

it('spells names out', () => {
  expect(['contentType', 'at-once', 'json', 'POST', 'sha256', 'maxDelayMs'].map(inWords)).toEqual([
    'Content type',
    'At once',
    'JSON',
    'POST',
    'sha256',
    'Max delay (ms)',
  ]);
});

it('makes a form of a config that is as a whole one of several shapes', () => {
  expect(formVariants(httpRequest.config)).toBeNull();
  const whole = formVariants(collection.config);
  expect(whole?.tag).toBe('operation');
  const put = whole?.variants.find(({ name }) => name === 'put');
  expect(put?.fields.map(({ key, kind }) => [key, kind])).toEqual([
    ['collection', 'text'],
    ['key', 'text'],
    ['value', 'json'],
  ]);
  const add = whole?.variants.find(({ name }) => name === 'add-to-set');
  expect(add?.fields.find(({ key }) => key === 'value')?.kind).toBe('value');
});
