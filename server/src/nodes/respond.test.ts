import { respond } from '@millrace/shared/nodes/respond';
import { describe, expect, it } from 'vitest';
import { respondNode } from './respond.ts';
import { testContext } from './test-context.ts';

const run = (config: object, filled: object = {}) => {
  const { context, responses, logs } = testContext();
  const execute = () => respondNode.execute(context, { ...respond.config.parse(config), ...filled }, {});
  return { execute, responses, logs };
};

describe('respond', () => {
  it.each<[object, object]>([
    [
      { body: { kind: 'json', json: { a: 1 } } },
      { status: 200, headers: [['content-type', 'application/json; charset=utf-8']], body: '{"a":1}' },
    ],
    [{ body: { kind: 'json', json: undefined } }, { body: 'null' }],
    [
      { status: 202, body: { kind: 'text', text: 'hi' } },
      { status: 202, headers: [['content-type', 'text/plain; charset=utf-8']], body: 'hi' },
    ],
    [
      { status: 204, body: { kind: 'none' } },
      { status: 204, headers: [], body: '' },
    ],
    [
      {
        headers: [
          { name: 'Content-Type', value: 'text/html' },
          { name: 'x-a', value: 'é' },
        ],
        body: { kind: 'text', text: '' },
      },
      {
        headers: [
          ['Content-Type', 'text/html'],
          ['x-a', 'é'],
        ],
      },
    ],
  ])('answers %j', (config, expected) => {
    const { execute, responses } = run(config);
    expect(execute()).toEqual({ kind: 'pass', port: 'out' });
    expect(responses).toEqual([expect.objectContaining(expected)]);
  });

  it.each([
    ['x-a', 'one\r\nset-cookie: b'],
    ['x-a', '\u010a'],
    ['x a', 'b'],
    ['Transfer-Encoding', 'chunked'],
    ['content-length', '5'],
  ])('refuses the header %s: %j', (name, value) => {
    const { execute, responses } = run({ headers: [{ name, value }] });
    expect(execute).toThrow(name);
    expect(responses).toEqual([]);
  });

  it.each(['{{ 1 }}', '2ab', '99', '1e2', 199, 600, 204.5])(
    'refuses the status %j that a template came to',
    (status) => {
      const { execute, responses } = run({}, { status });
      expect(execute).toThrow(`The status ${JSON.stringify(status)} is no whole number from 200 to 599`);
      expect(responses).toEqual([]);
    },
  );

  it('takes the digits of a status as well', async () => {
    const { execute, responses } = run({}, { status: '204' });
    await execute();
    expect(responses).toEqual([expect.objectContaining({ status: 204 })]);
  });

  it('says in the log when nobody heard the answer', async () => {
    const { execute, logs } = run({});
    await execute();
    expect(logs).toEqual([]);
    await execute();
    expect(logs).toHaveLength(1);
  });
});
