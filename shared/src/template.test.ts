import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTemplate, partsOf, readPath, renderTemplate } from './template.ts';

const only = (text: string) => {
  const template = parseTemplate(text);
  if (template.kind !== 'single') throw new Error(`${text} is ${template.kind}`);
  return template.part;
};

describe('parseTemplate', () => {
  test('a text without braces is a literal', () => {
    expect(parseTemplate('no { braces } here }}')).toEqual({ kind: 'literal', text: 'no { braces } here }}' });
  });

  test.each([
    ['{{ input.a.b }}', 'input', ['a', 'b']],
    ['{{input}}', 'input', []],
    ['{{ trigger.headers["x-id"] }}', 'trigger', ['headers', 'x-id']],
    [`{{ trigger.headers['it\\'s'] }}`, 'trigger', ['headers', "it's"]],
    ['{{ steps["My node"].output.items[0] }}', 'steps', ['My node', 'output', 'items', 0]],
    ['{{ input?.a?.["b c"]?.[2] }}', 'input', ['a', 'b c', 2]],
    ['{{ input.größe.$x }}', 'input', ['größe', '$x']],
    [' {{ secrets.KEY }}\n', 'secrets', ['KEY']],
  ])('%s is a path', (text, root, keys) => {
    expect(only(text)).toMatchObject({ kind: 'path', root, keys });
  });

  test.each([
    ['{{ {a: {b: 1}}.a }}', '{a: {b: 1}}.a'],
    ['{{ {a: {b: 1}}}}', '{a: {b: 1}}'],
    ['{{ "}}" }}', '"}}"'],
    [`{{ '\\'}}' }}`, `'\\'}}'`],
    [`{{ \`}} $\{ {a: "}}"}.a } }}\` }}`, `\`}} $\{ {a: "}}"}.a } }}\``],
    ['{{ /* }} */ 1 }}', '/* }} */ 1'],
    ['{{ 1 // }}\n }}', '1 // }}'],
    ['{{ input.a.match(/["}}]/) }}', 'input.a.match(/["}}]/)'],
    ['{{ input.a / 2 + "/" }}', 'input.a / 2 + "/"'],
    ['{{ inputs.a }}', 'inputs.a'],
    ['{{ input.a() }}', 'input.a()'],
    ['{{ input["\\n"] }}', 'input["\\n"]'],
    ['{{ Math.PI }}', 'Math.PI'],
    ['{{}}', ''],
  ])('%s is an expression', (text, source) => {
    expect(only(text)).toMatchObject({ kind: 'expression', source, start: 0, end: text.length });
  });

  test('text around makes it a text', () => {
    const template = parseTemplate('Hi {{ input.name }}, {{ 1 + 1 }}!');
    expect(template.kind).toBe('text');
    expect(
      template.kind === 'text' && template.parts.map((part) => (typeof part === 'string' ? part : part.source)),
    ).toEqual(['Hi ', 'input.name', ', ', '1 + 1', '!']);
  });

  test('an unclosed one says where it stands', () => {
    expect(parseTemplate('a {{ input.a }')).toEqual({
      kind: 'unclosed',
      position: 2,
      message: 'The {{ at character 3 has no matching }}.',
    });
    expect(parseTemplate('{{ 1 }}\n{{ "}}')).toMatchObject({
      kind: 'unclosed',
      message: 'The {{ in line 2 has no matching }}.',
    });
  });

  test('never throws, and its parts are cut out of the text where they say', () => {
    const noisy = fc.array(
      fc.constantFrom(
        '{{',
        '}}',
        '{',
        '}',
        '`',
        '${',
        '"',
        "'",
        '/',
        '\\',
        '\n',
        '//',
        '/*',
        '*/',
        'input',
        '.a',
        '[0]',
        'x ',
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          noisy.map((tokens) => tokens.join('')),
        ),
        (text) => {
          const template = parseTemplate(text);
          if (template.kind === 'unclosed') return text.startsWith('{{', template.position);
          return partsOf(template).every(({ start, end, source }) => text.slice(start + 2, end - 2).trim() === source);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('deep nesting does not exhaust the stack', () => {
    expect(parseTemplate(`{{ ${'`${'.repeat(100_000)}`).kind).toBe('unclosed');
  });
});

describe('renderTemplate', () => {
  test('a single one keeps the type of its value', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(renderTemplate(parseOrThrow('{{ input.x }}'), () => value)).toBe(value);
      }),
    );
  });

  test('texts are joined, objects as JSON, nothing as nothing', () => {
    const values: Record<string, unknown> = { a: { b: [1] }, n: null, t: true, s: '{{ x }}' };
    const template = parseOrThrow('{{input.a}}|{{input.n}}|{{input.u}}|{{input.t}}|{{input.s}}');
    expect(renderTemplate(template, (part) => part.kind === 'path' && readPath({ input: values }, part))).toBe(
      '{"b":[1]}|||true|{{ x }}',
    );
  });

  test('putting every part back as its own source gives the text again', () => {
    const piece = fc.oneof(
      fc.string().map((text) => text.replaceAll('{', '(')),
      fc.constantFrom('{{ input.a }}', '{{ 1 + 1 }}'),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const template = parseOrThrow(text);
        const back = renderTemplate(template, ({ start, end }) => text.slice(start, end));
        expect(back).toBe(template.kind === 'single' ? text.trim() : text);
      }),
    );
  });
});

describe('readPath', () => {
  const read = (scope: Record<string, unknown>, text: string) => {
    const part = only(text);
    if (part.kind !== 'path') throw new Error(`${text} is no path`);
    return readPath(scope, part);
  };

  test('follows objects, arrays, lengths', () => {
    const scope = { input: { a: [{ b: 'text' }], '': 1 } };
    expect(read(scope, '{{ input.a[0].b }}')).toBe('text');
    expect(read(scope, '{{ input.a.length }}')).toBe(1);
    expect(read(scope, '{{ input.a[0].b.length }}')).toBe(4);
    expect(read(scope, '{{ input[""] }}')).toBe(1);
  });

  test('anything missing is undefined', () => {
    expect(read({ input: { a: null } }, '{{ input.a.b.c }}')).toBeUndefined();
    expect(read({ input: [1] }, '{{ input[1].x }}')).toBeUndefined();
    expect(read({}, '{{ input }}')).toBeUndefined();
  });

  test('a key named __proto__ in the data is data', () => {
    expect(read({ input: JSON.parse('{"__proto__":{"x":1}}') }, '{{ input.__proto__.x }}')).toBe(1);
  });

  test('prototypes are never reached', () => {
    const inherited = fc.constantFrom(...Reflect.ownKeys(Object.prototype), ...Reflect.ownKeys(Array.prototype));
    fc.assert(
      fc.property(fc.jsonValue(), inherited, (input, key) => {
        if (typeof key !== 'string' || key === 'length') return;
        const value = readPath({ input }, { root: 'input', keys: [key] });
        const isOwn = typeof input === 'object' && input !== null && Object.hasOwn(input, key);
        expect(isOwn || value === undefined).toBe(true);
      }),
    );
  });
});

function parseOrThrow(text: string) {
  const template = parseTemplate(text);
  if (template.kind === 'unclosed') throw new Error(template.message);
  return template;
}
