import { type TransformConfig, transform } from '@millrace/shared/nodes/transform';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testContext } from './test-context.ts';
import { transformNode } from './transform.ts';

const run = (config: object, input: unknown): unknown => {
  const parsed: TransformConfig = transform.config.parse(config);
  const result = transformNode.execute(testContext().context, parsed, input);
  if (result instanceof Promise || result.kind !== 'output') throw new Error('It was to answer at once.');
  return result.value;
};

const order = { id: 7, customer: { email: 'a@b', name: 'Ada' }, items: [{ price: 1 }, { price: 2 }] };

describe('transform', () => {
  it.each<[object, unknown, unknown]>([
    [{}, order, order],
    [{ keep: 'none' }, order, {}],
    [{ keep: ['id', 'customer.email', 'nothing'] }, order, { id: 7, customer: { email: 'a@b' } }],
    [
      { remove: ['customer.name', 'items[0]', 'nothing.at.all'] },
      order,
      { id: 7, customer: { email: 'a@b' }, items: [{ price: 2 }] },
    ],
    [
      { rename: [{ from: 'customer.email', to: 'email' }], keep: ['customer.email'] },
      order,
      { email: 'a@b', customer: {} },
    ],
    [{ rename: [{ from: 'gone', to: 'x' }] }, { a: 1 }, { a: 1 }],
    [{ set: [{ path: 'a.b[0].c', value: 1 }] }, {}, { a: { b: [{ c: 1 }] } }],
    [{ set: [{ path: 'items[2]', value: 3 }], keep: ['items'] }, order, { items: [{ price: 1 }, { price: 2 }, 3] }],
    [{ set: [{ path: 'a', value: undefined }] }, { a: 1 }, { a: 1 }],
    [{ set: [{ path: 'a', value: null }] }, { a: 1 }, { a: null }],
    [{ set: [{ path: 'a', value: 1 }] }, null, { a: 1 }],
    [{ set: [{ path: '[0].a', value: 1 }] }, [{ b: 2 }], [{ b: 2, a: 1 }]],
    [{ set: [{ path: 'x', value: 1 }], remove: ['x'], rename: [{ from: 'y', to: 'x' }] }, { y: 2 }, { x: 1 }],
  ])('%j', (config, input, expected) => {
    expect(run(config, input)).toEqual(expected);
  });

  it.each<[string, unknown, RegExp]>([
    ['a.b', { a: 'text' }, /a\.b cannot be set: at a there is a string/],
    ['a.b', { a: [] }, /has no field "b"/],
    ['a[5]', { a: [] }, /only 0 items/],
    ['a', 'text', /at the top there is a string/],
  ])('says why %s cannot be set', (path, input, message) => {
    expect(() => run({ set: [{ path, value: 1 }] }, input)).toThrow(message);
  });

  it('changes no prototype, and keeps such names as plain members', () => {
    for (const path of ['__proto__.isAdmin', 'constructor.prototype.isAdmin', '__proto__', 'a.__proto__.isAdmin']) {
      const value = run({ set: [{ path, value: { isAdmin: true } }] }, JSON.parse('{"a":{}}'));
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect(JSON.stringify(value)).toContain('isAdmin');
      expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
    }
    const hostile: unknown = JSON.parse('{"__proto__":{"isAdmin":true},"b":1}');
    const changes = [
      {},
      { remove: ['b'] },
      { keep: ['__proto__'] },
      { rename: [{ from: 'b', to: 'c' }] },
      { set: [{ path: 'c', value: 1 }] },
    ];
    for (const change of changes) {
      const value = run(change, hostile);
      expect(Object.hasOwn(Object(value), '__proto__')).toBe(true);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    }
  });

  it('never touches its input', () => {
    const path = fc.constantFrom('a', 'a.b', 'a[0]', 'b[1].c', '__proto__.x', 'c["d e"]');
    const change = fc.record({
      keep: fc.oneof(fc.constantFrom('all', 'none'), fc.array(path)),
      remove: fc.array(path),
      rename: fc.array(fc.record({ from: path, to: path })),
      set: fc.array(fc.record({ path, value: fc.jsonValue() })),
    });
    fc.assert(
      fc.property(fc.json(), change, (json, config) => {
        const input: unknown = JSON.parse(json);
        const before = JSON.stringify(input);
        try {
          run(config, input);
        } catch (error) {
          expect(error).toMatchObject({ name: 'StepFailure' });
        }
        expect(JSON.stringify(input)).toBe(before);
        expect(Reflect.get({}, 'x')).toBeUndefined();
      }),
    );
  });
});
