import { deduplicate } from '@millrace/shared/deduplicate';
import { verification } from '@millrace/shared/intake/index';
import { describe, expect, it } from 'vitest';
import { parseBody } from '../body/parse-body.ts';
import { deliveryKeyOf } from './delivery-key.ts';
import { HeaderBag } from './header-bag.ts';

interface Sent {
  readonly body?: string | Buffer;
  readonly contentType?: string;
  readonly headers?: readonly string[];
  readonly preset?: object;
}

const found = (setting: object, sent: Sent) => {
  const { body = '{}', contentType = 'application/json', headers = [], preset = { preset: 'none' } } = sent;
  const bytes = Buffer.from(body);
  const parsed = parseBody(contentType, bytes);
  if (parsed.kind === 'problem') throw new Error(parsed.message);
  const webhook = { deduplicate: deduplicate.parse(setting), verification: verification.parse(preset) };
  return deliveryKeyOf(webhook, { headers: new HeaderBag(headers), body: bytes, parsed });
};
const keyValue = (setting: object, sent: Sent): string => {
  const key = found(setting, sent);
  if (key.kind !== 'key') throw new Error(`No key: ${JSON.stringify(key)}`);
  return key.key.value;
};

const byHeader = { kind: 'header', name: 'X-Event-Id' };
const byPath = { kind: 'path', path: 'data.items[0].id' };
const at = (id: string): Sent => ({ body: `{"data":{"items":[{"id":${id}}]}}` });

describe('the key of a delivery', () => {
  it('is none where nothing is to be deduplicated', () => {
    expect(found({ kind: 'off' }, {})).toEqual({ kind: 'off' });
  });

  it('is the header, whatever the case of its name, and however long it is', () => {
    const value = keyValue(byHeader, { headers: ['x-event-id', 'a'], body: '{"a":1}' });
    expect(keyValue(byHeader, { headers: ['X-EVENT-ID', 'a'], body: '{"a":2}' })).toBe(value);
    expect(keyValue(byHeader, { headers: ['X-Event-Id', 'A'] })).not.toBe(value);
    const long = (last: string) => keyValue(byHeader, { headers: ['X-Event-Id', 'a'.repeat(8_000) + last] });
    expect(long('b').length).toBeLessThan(80);
    expect(long('b')).toBe(long('b'));
    expect(long('c')).not.toBe(long('b'));
  });

  it('is the id that the sender gives its events, and the same as when that is said in words', () => {
    const sender = { kind: 'sender' };
    const stripe = { preset: { preset: 'stripe', secrets: ['A'] } };
    const value = keyValue(sender, { body: '{"id":"evt_1","a":1}', ...stripe });
    expect(keyValue(sender, { body: '{"id":"evt_1","a":2}', ...stripe })).toBe(value);
    expect(keyValue(sender, { body: '{"id":"evt_2"}', ...stripe })).not.toBe(value);
    expect(keyValue({ kind: 'path', path: 'id' }, { body: '{"id":"evt_1"}' })).toBe(value);
    const github = { preset: { preset: 'github', secrets: ['A'] }, headers: ['X-GitHub-Delivery', 'evt_1'] };
    expect(keyValue({ kind: 'header', name: 'x-github-delivery' }, github)).toBe(keyValue(sender, github));
  });

  it('is the next of several ids where the first is not', () => {
    const slack = (body: string) => ({ body, preset: { preset: 'slack', secrets: ['A'] } });
    const value = keyValue({ kind: 'sender' }, slack('{"trigger_id":"1"}'));
    expect(keyValue({ kind: 'sender' }, slack('{"event_id":"1"}'))).not.toBe(value);
    expect(keyValue({ kind: 'sender' }, slack('{"event_id":"2","trigger_id":"1"}'))).not.toBe(value);
  });

  it('is none, without a word, where a sender gives no id', () => {
    expect(found({ kind: 'sender' }, { body: '{"id":"evt_1"}' })).toEqual({ kind: 'off' });
    const stripe = { preset: { preset: 'stripe', secrets: ['A'] } };
    expect(found({ kind: 'sender' }, { body: '{"other":"evt_1"}', ...stripe })).toEqual({ kind: 'off' });
  });

  it('is the field of the body, a text apart from a number', () => {
    const value = keyValue(byPath, at('"17"'));
    expect(keyValue(byPath, { body: '{"data": {"other": 1, "items": [{"id": "17"}, {"id": "18"}]}}' })).toBe(value);
    for (const other of ['17', '"18"', '"017"', '" 17"']) expect(keyValue(byPath, at(other))).not.toBe(value);
    // Two lone halves of characters are two texts, although UTF-8 has only one replacement for them.
    expect(keyValue(byPath, at('"\\ud800"'))).not.toBe(keyValue(byPath, at('"\\ud801"')));
    expect(
      keyValue({ kind: 'path', path: 'id' }, { body: 'id=7', contentType: 'application/x-www-form-urlencoded' }),
    ).toBe(keyValue({ kind: 'path', path: 'id' }, { body: '{"id":"7"}' }));
  });

  it('is every byte of the body', () => {
    const hash = { kind: 'hash' };
    const value = keyValue(hash, { body: '{"a":1}', headers: ['X-Event-Id', 'a'] });
    expect(keyValue(hash, { body: '{"a":1}', headers: ['X-Event-Id', 'b'] })).toBe(value);
    expect(keyValue(hash, { body: '{"a":1} ' })).not.toBe(value);
  });

  it('is never the same for two settings', () => {
    const sent = { headers: ['x-event-id', 'id', 'x-other', 'id'], body: '{"id":"id","other":"id"}' };
    const settings = [
      ...[byHeader, { kind: 'header', name: 'x-other' }, { kind: 'path', path: 'id' }],
      ...[{ kind: 'path', path: 'other' }, { kind: 'hash' }],
    ];
    expect(new Set(settings.map((setting) => keyValue(setting, sent))).size).toBe(settings.length);
    const posing = JSON.stringify(['header', 'x-event-id', 'id']);
    expect(keyValue({ kind: 'hash' }, { body: posing })).not.toBe(keyValue(byHeader, sent));
  });

  it.each([
    ['no header', byHeader, {}],
    ['an empty header', byHeader, { headers: ['X-Event-Id', ' '] }],
    ['a header that came twice', byHeader, { headers: ['X-Event-Id', 'a', 'X-Event-Id', 'b'] }],
    ['no such field', byPath, { body: '{"data":{"items":[]}}' }],
    ['an empty text', byPath, at('""')],
    ['null', byPath, at('null')],
    ['true', byPath, at('true')],
    ['an object', byPath, at('{"a":1}')],
    ['a number that JSON rounds', byPath, at('12345678901234567891')],
    ['a fraction', byPath, at('1.5')],
    ['a member that every object inherits', { kind: 'path', path: 'constructor.name' }, {}],
    ['a body that is no object', byPath, { body: 'text', contentType: 'text/plain' }],
    [
      'a text whose bytes were replaced',
      { kind: 'path', path: 'id' },
      { body: Buffer.from('id=\xff', 'latin1'), contentType: 'application/x-www-form-urlencoded' },
    ],
    ['no body', { kind: 'hash' }, { body: '' }],
  ])('is missing where there is %s, and why is said', (_, setting, sent: Sent) => {
    expect(found(setting, sent)).toEqual({ kind: 'missing', reason: expect.stringMatching(/^It.*taken for new\.$/) });
  });

  it('lives 30 days unless it is said otherwise', () => {
    expect(found({ kind: 'hash' }, {})).toMatchObject({ key: { lifetimeMs: 2_592_000_000 } });
    expect(found({ kind: 'hash', days: 1 }, {})).toMatchObject({ key: { lifetimeMs: 86_400_000 } });
  });
});

describe('the setting', () => {
  it('is a header, a path or a whole number of days that can be', () => {
    for (const wrong of [
      ...[
        { kind: 'header', name: '' },
        { kind: 'header', name: 'a b' },
        { kind: 'path', path: '' },
      ],
      ...[
        { kind: 'path', path: 'a..b' },
        { kind: 'hash', days: 0 },
        { kind: 'hash', days: 1.5 },
      ],
      ...[{ kind: 'hash', days: 366 }, { kind: 'none' }],
    ]) {
      expect(deduplicate.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
    }
  });
});
