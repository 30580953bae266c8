import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMultipart } from './multipart.ts';

const TYPE = 'multipart/form-data; boundary=cut';
const read = (body: string, type = TYPE) => readMultipart(type, Buffer.from(body));
const part = (headers: string, content = 'x') => `--cut\r\n${headers}\r\n\r\n${content}\r\n`;
const named = 'Content-Disposition: form-data; name="a"';
const partsIn = (body: string, type = TYPE) => {
  const result = read(body, type);
  if (result.kind === 'problem') throw new Error(result.message);
  return result.parts.map(({ start, end, ...about }) => ({
    ...about,
    content: Buffer.from(body).toString('utf8', start, end),
  }));
};

/** Texts that could be taken for something else; a backslash is escaped by some senders and not by others. */
const name = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom('"', 'a"; filename="b', '--', ';', "a'b", 'é='),
  )
  .filter((text) => !/[\p{Cc}\\]|%22/u.test(text));
const content = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc
    .constantFrom('\r\n', '--', '\r\n--', '\r\n------formdata-undici-', '')
    .map((text) => new TextEncoder().encode(text)),
);
// Of a file without a name, fetch writes a field.
const fileName = fc.option(
  name.filter((text) => text !== ''),
  { nil: undefined },
);
const entry = fc.record({ name, content, fileName });

describe('readMultipart', () => {
  it('reads back whatever fetch writes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 8 }), async (entries) => {
        const form = new FormData();
        const expected = entries.map(({ name, content, fileName }) => {
          if (fileName !== undefined) {
            form.append(name, new File([content], fileName, { type: 'image/png' }));
            return { name, fileName, contentType: 'image/png', content };
          }
          // Fields are texts, whose line ends are all written alike.
          const text = new TextDecoder().decode(content);
          form.append(name, text);
          const written = new TextEncoder().encode(text.replace(/\r\n|\r|\n/g, '\r\n'));
          return { name, fileName, contentType: 'text/plain', content: written };
        });
        const sent = new Response(form);
        const body = new Uint8Array(await sent.clone().arrayBuffer());
        const result = readMultipart(sent.headers.get('content-type') ?? '', body);
        expect(result.kind === 'parts' ? result.parts : result).toEqual(
          expected.map(({ content: _, ...about }) => ({
            ...about,
            start: expect.any(Number),
            end: expect.any(Number),
          })),
        );
        if (result.kind === 'parts')
          expect(result.parts.map(({ start, end }) => body.subarray(start, end))).toEqual(
            expected.map(({ content }) => content),
          );
      }),
    );
  });

  it('never throws, and finds only parts that lie one behind the other', () => {
    const piece = fc.oneof(
      fc.constantFrom('--cut', '\r\n--cut', '--cut--', '\r\n', '\r\n\r\n', '--', named, '; filename="b"', '\\', '"'),
      fc.constantFrom(': ', ';', '=', '\0', 'Content-Type: ', "; filename*=utf-8''%", '%22', '\xff'),
      fc.string({ maxLength: 5 }),
    );
    const type = fc.oneof(
      fc.constant(TYPE),
      fc.string().map((text) => `multipart/form-data; boundary=${text}`),
    );
    fc.assert(
      fc.property(type, fc.array(piece, { maxLength: 30 }), (type, pieces) => {
        const body = Buffer.from(pieces.join(''), 'latin1');
        const result = readMultipart(type, body);
        if (result.kind === 'problem') return;
        let behind = 0;
        for (const { start, end } of result.parts) {
          expect(start).toBeGreaterThan(behind);
          expect(end).toBeGreaterThanOrEqual(start);
          behind = end;
        }
        expect(behind).toBeLessThanOrEqual(body.length);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes 1,000 parts, and headers of 8,192 bytes', () => {
    const many = (count: number) => `${part(named).repeat(count)}--cut--`;
    expect(partsIn(many(1_000))).toHaveLength(1_000);
    expect(read(many(1_001))).toMatchObject({ message: expect.stringContaining('more than 1000 parts') });
    const padded = (bytes: number) => `${part(`${named}\r\nX-A: ${'x'.repeat(bytes - named.length - 13)}`)}--cut--`;
    expect(partsIn(padded(8_192))).toHaveLength(1);
    expect(read(padded(8_193))).toMatchObject({ message: expect.stringContaining('within 8192 bytes') });
  });

  it.each([
    ['quotes that never end', `Content-Disposition: form-data; name="${'\\'.repeat(8_000)}`],
    ['escapes that never end', `Content-Disposition: form-data; name="${'\\"'.repeat(4_000)}`],
    ['spaces', `Content-Disposition: form-data${' '.repeat(8_000)}`],
    ['semicolons', `Content-Disposition: form-data${' ; '.repeat(2_700)}`],
    ['names of parameters', `Content-Disposition: form-data; ${'a'.repeat(8_000)}`],
  ])('ends with %s', (_, headers) => {
    expect(read(`${part(headers)}--cut--`).kind).toBe('problem');
  });

  it.each([
    ['a quote as curl writes it', 'name="a%22b"', 'a"b', undefined],
    ['a quote as Go writes it', 'name="a\\"b"', 'a"b', undefined],
    ['a backslash as Go writes it', 'name="a\\\\"', 'a\\', undefined],
    ['a path of Windows', 'name="a"; filename="C:\\x\\y.png"', 'a', 'C:\\x\\y.png'],
    ['no quotes', 'name=a; filename=b', 'a', 'b'],
    ['letters of any script', "name=a; filename*=UTF-8''%C3%A9%20x", 'a', 'é x'],
    ['both ways to name a file', "name=a; filename=b; filename*=UTF-8''c", 'a', 'b'],
    ['a file without a name', 'name=a; filename=""', 'a', ''],
  ])('reads %s', (_, parameters, name, fileName) => {
    const contentType = fileName === undefined ? 'text/plain' : 'application/octet-stream';
    const body = `${part(`content-disposition: FORM-DATA; ${parameters}`, 'é')}--cut--`;
    expect(partsIn(body)).toEqual([{ name, fileName, contentType, content: 'é' }]);
  });

  it('skips what stands before the first boundary and behind the last, and reads a quoted one', () => {
    const body = `before\r\n${part(named)}--cut--\r\nafter`;
    expect(partsIn(body, 'multipart/form-data; charset=x; boundary="cut"')).toHaveLength(1);
    expect(partsIn('--cut--')).toEqual([]);
  });

  it.each([
    ['a boundary of 71 characters', `multipart/form-data; boundary=${'x'.repeat(71)}`, '--cut--'],
    ['a boundary that ends in a space', 'multipart/form-data; boundary="cut "', '--cut --'],
    ['an encoding of its own', TYPE, `${part(`${named}\r\nContent-Transfer-Encoding: base64`)}--cut--`],
    ['a name that ends in a backslash, which may escape the quote', TYPE, `${part(`${named.slice(0, -1)}\\"`)}--cut--`],
    ['a file name in broken escapes', TYPE, `${part(`${named}; filename*=UTF-8''%zz`)}--cut--`],
    ['a line break within a file name', TYPE, `${part(`${named}; filename*=UTF-8''a%0Ab`)}--cut--`],
    ['another disposition', TYPE, `${part('Content-Disposition: attachment; name="a"')}--cut--`],
    ['nothing', TYPE, ''],
  ])('refuses %s', (_, type, body) => {
    expect(read(body, type).kind).toBe('problem');
  });
});
