import { describe, expect, it } from 'vitest';
import { bodyFields } from './body-fields.ts';

const kindsOf = (schema: unknown) => bodyFields(schema)?.map(({ name, kind, type }) => [name, kind, type]);

describe('bodyFields', () => {
  it('names the members of an object, with type, description and whether they are required', () => {
    const schema = {
      type: 'object',
      required: ['text', 'to'],
      properties: {
        text: { type: 'string', description: 'What to say.' },
        count: { type: 'integer', title: 'How often' },
        loud: { type: 'boolean' },
        level: { enum: ['info', 'alarm', 3] },
      },
    };
    expect(bodyFields(schema)?.map(({ schema: _, ...field }) => field)).toEqual([
      { name: 'text', kind: 'text', type: 'text', required: true, description: 'What to say.', options: [] },
      { name: 'count', kind: 'number', type: 'whole number', required: false, description: 'How often', options: [] },
      {
        ...{ name: 'loud', kind: 'choice', type: 'true or false', required: false, description: null },
        options: [true, false],
      },
      {
        ...{ name: 'level', kind: 'choice', type: 'one of info, alarm, 3', required: false, description: null },
        options: ['info', 'alarm', 3],
      },
      { name: 'to', kind: 'value', type: '', required: true, description: null, options: [] },
    ]);
  });

  it('makes of several types what takes them all', () => {
    const schema = {
      properties: {
        note: { type: ['string', 'null'] },
        amount: { type: ['number', 'string'] },
        lines: { type: 'array' },
        customer: { type: 'object', properties: { email: {}, name: {} } },
      },
    };
    expect(kindsOf(schema)).toEqual([
      ['note', 'text', 'text or null'],
      ['amount', 'value', 'number or text'],
      ['lines', 'json', 'list'],
      ['customer', 'json', 'object of email, name'],
    ]);
  });

  it('names the members of members, whose references lead into the whole', () => {
    const root = {
      properties: { customer: { type: 'object', properties: { city: { $ref: '#/$defs/city' } } } },
      $defs: { city: { type: 'string' } },
    };
    const [customer] = bodyFields(root) ?? [];
    expect(bodyFields(customer?.schema, root)).toMatchObject([{ name: 'city', kind: 'text' }]);
  });

  it('follows references and takes together what all of has', () => {
    const schema = {
      $ref: '#/$defs/order',
      allOf: [{ properties: { total: { $ref: '#/$defs/money' } }, required: ['total'] }],
      $defs: {
        order: { type: 'object', properties: { id: { type: 'string' }, next: { $ref: '#' } } },
        money: { type: 'number' },
      },
    };
    expect(kindsOf(schema)).toEqual([
      ['id', 'text', 'text'],
      ['next', 'json', 'object of id, next'],
      ['total', 'number', 'number'],
    ]);
  });

  it.each([[true], [{ type: 'array' }], [{ type: 'object' }], [{ $ref: '#' }], [null], [{ properties: 'none' }]])(
    'has no fields of %j',
    (schema) => {
      expect(bodyFields(schema)).toBe(null);
    },
  );
});
