import { readSignedTemplate, type TemplatePiece } from '@millrace/shared/intake/signed-template';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeaderBag } from './header-bag.ts';
import { signedContent } from './signed-content.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

interface Values {
  readonly method?: string;
  readonly url?: string;
  readonly id?: string;
  readonly timestamp?: string;
  readonly body?: string;
}
const content = (signed: string, values: Values) => {
  const headers = [
    ...(values.timestamp === undefined ? [] : ['X-Time', values.timestamp]),
    ...(values.id === undefined ? [] : ['X-Id', values.id]),
  ];
  return signedContent(
    { signed, timestampHeader: signed.includes('{timestamp}') ? 'x-time' : '', timestampUnit: 's', idHeader: 'x-id' },
    {
      ...{ method: values.method ?? 'POST', url: values.url ?? 'https://h/a', query: '', receivedAt: 0 },
      ...{ headers: new HeaderBag(headers), body: Buffer.from(values.body ?? '', 'latin1') },
    },
  );
};
const isTaken = (signed: string, values: Values) => 'parts' in content(signed, values);
const textOf = (signed: string, values: Values) => {
  const found = content(signed, values);
  if ('reason' in found) throw new Error(found.reason);
  return Buffer.concat(found.parts.map((part) => Buffer.from(part))).toString('latin1');
};

/** Every way to split a signed text into parts, whoever made them up. */
function splits(pieces: readonly TemplatePiece[], text: string): Values[] {
  const [piece, ...rest] = pieces;
  if (piece === undefined) return text === '' ? [{}] : [];
  if (piece.kind === 'text') return text.startsWith(piece.text) ? splits(rest, text.slice(piece.text.length)) : [];
  const { part } = piece;
  const lengths =
    part === 'timestamp'
      ? [10]
      : part === 'method'
        ? METHODS.filter((method) => text.startsWith(method)).map(({ length }) => length)
        : Array.from({ length: text.length + 1 }, (_, length) => length);
  return lengths
    .filter((length) => length <= text.length)
    .flatMap((length) =>
      splits(rest, text.slice(length)).map((found) => ({ ...found, [part]: text.slice(0, length) })),
    );
}

const letters = (alphabet: string, maxLength: number) =>
  fc.array(fc.constantFrom(...alphabet), { maxLength }).map((all) => all.join(''));

describe.each([
  '{timestamp}.{body}',
  '{timestamp}{body}',
  '{method}{body}{timestamp}',
  '{id}.{timestamp}.{body}',
  '{body}.{id}',
  '{url}{body}',
  '{method}{url}{body}{timestamp}',
  '{url}{timestamp}{body}',
  '{url}.{id}.{body}',
  '{id}..{url}:{body}',
  '{url}|{body}',
  '{body}|{url}',
  '{body}|{url}.{id}',
])('what is signed as %s', (signed) => {
  it('can be split in one way alone', () => {
    const values = fc.record({
      method: fc.constantFrom(...METHODS),
      url: letters('a1.:?', 8),
      id: letters('a1.:', 4).filter((text) => text !== ''),
      timestamp: fc.constantFrom('1111111111', '1700000000'),
      body: letters('a1.:?{|\n', 14),
    });
    fc.assert(
      fc.property(values, (sent) => {
        fc.pre(isTaken(signed, sent));
        const pieces = readSignedTemplate(signed) ?? [];
        const taken = splits(pieces, textOf(signed, sent)).filter((found) => isTaken(signed, found));
        expect(taken).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a URL before a body', () => {
  it.each(['', '{"a":1}', '[1]', '"text"', '<xml/>', ' {}', '\u00ef\u00bb\u00bf{}'])(
    'is told from it where the body is %j',
    (body) => {
      expect(isTaken('{url}{body}', { body })).toBe(true);
    },
  );

  it('is not told from a form or a word, unless a delimiter stands between them', () => {
    for (const body of ['a=1', '1', 'true', '/path']) {
      expect(content('{url}{body}', { body })).toEqual({ reason: expect.stringMatching(/beginning of the body/) });
      expect(isTaken('{url}.{body}', { body })).toBe(false);
      expect(isTaken('{url}|{body}', { body })).toBe(true);
    }
  });

  it('holds nothing that a body may begin with', () => {
    for (const url of ['https://h/a?x={', 'https://h/a?x[]=1', 'https://h/a?x="', 'https://h/ä'])
      expect(isTaken('{url}{body}', { url, body: '{}' })).toBe(false);
  });
});

describe('a signed id', () => {
  it.each(['', 'a.b', 'a b', 'é', 'a'.repeat(257)])('may not be %j', (id) => {
    expect(isTaken('{id}.{body}', { id })).toBe(false);
  });

  it('may hold what stands elsewhere in the template', () => {
    expect(isTaken('v1:{timestamp}.{id}|{body}', { id: 'v1:a', timestamp: '1700000000' })).toBe(true);
  });
});

it.each(['170000000', '17000000000', '1700000000123', '0700000000', '1700000000 ', ''])(
  'a signed time may not be %j, since nothing has to stand beside it',
  (timestamp) => {
    expect(isTaken('{timestamp}{body}', { timestamp })).toBe(false);
  },
);
