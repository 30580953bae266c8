import { verification } from '@millrace/shared/intake/index';
import { describe, expect, it } from 'vitest';
import { deliveryKeyOf } from '../delivery-key.ts';
import { HeaderBag } from '../header-bag.ts';
import { answerHandshake } from '../verifiers.ts';
import { cloudeventsVerifier } from './cloudevents.ts';

const secrets = [{ name: 'TOKEN', value: 'a-token' }];
const configOf = (change: object = {}) => {
  const config = verification.parse({
    ...{ preset: 'cloudevents', secrets: ['TOKEN'], origins: ['events.example.com'] },
    ...change,
  });
  if (config.preset !== 'cloudevents') throw new Error('Another preset was parsed.');
  return config;
};
const noDocuments = { read: () => Promise.reject(new Error('No document is needed.')) };
const requestOf = (headers: Record<string, string>, method = 'POST', more: readonly string[] = []) => ({
  ...{ method, url: 'https://hooks.example/hooks/events', query: '', body: Buffer.from('{}'), receivedAt: 0 },
  headers: new HeaderBag([...Object.entries(headers).flat(), ...more]),
});

describe('a question whether it may send', () => {
  const ask = (headers: Record<string, string>, change: object = {}, more: readonly string[] = []) =>
    answerHandshake(configOf(change), requestOf(headers, 'OPTIONS', more), secrets, noDocuments);

  it('is answered for an origin that is named', () => {
    expect(ask({ 'WebHook-Request-Origin': 'events.example.com', 'WebHook-Request-Rate': '120' })).toEqual({
      kind: 'answered',
      secret: null,
      answer: {
        status: 200,
        headers: { allow: 'POST', 'webhook-allowed-origin': 'events.example.com', 'webhook-allowed-rate': '*' },
        body: '',
      },
    });
    expect(ask({ 'WebHook-Request-Origin': 'events.example.com' }, { allowedRate: 60 })).toMatchObject({
      answer: { headers: { 'webhook-allowed-rate': '60' } },
    });
  });

  it.each(['evil.example', 'EVENTS.example.com', 'events.example.com.evil.example', '*', ''])(
    'is refused for %j',
    (origin) => {
      expect(ask({ 'WebHook-Request-Origin': origin })).toMatchObject({ kind: 'refused' });
    },
  );

  it('is refused where no origin is named, or two come', () => {
    const asked = { 'WebHook-Request-Origin': 'events.example.com' };
    expect(ask(asked, { origins: [] })).toMatchObject({ kind: 'refused' });
    expect(ask(asked, {}, ['WebHook-Request-Origin', 'evil.example'])).toMatchObject({ kind: 'refused' });
  });

  it('is not an OPTIONS of a browser', () => {
    expect(ask({ Origin: 'https://shop.example' })).toBeUndefined();
  });
});

describe('a format', () => {
  const verify = (headers: Record<string, string>) =>
    cloudeventsVerifier.verify(configOf(), requestOf({ authorization: 'bearer a-token', ...headers }), secrets);
  const binary = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/s', 'ce-type': 't' };

  it.each([
    [{ 'content-type': 'application/cloudevents+json; charset=utf-8' }],
    [{ 'content-type': 'application/cloudevents-batch+json' }],
    [{ ...binary, 'content-type': 'image/png' }],
    [binary],
  ])('is understood: %j', (headers) => {
    expect(verify(headers)).toEqual({ kind: 'verified', secret: 'TOKEN' });
  });

  it.each([
    ['unsupported-type', { 'content-type': 'application/cloudevents+xml' }],
    ['unsupported-type', { ...binary, 'content-type': 'application/cloudevents+avro' }],
    ['unsupported-type', { 'content-type': 'application/json' }],
    ['unsupported-type', {}],
    ['malformed', { ...binary, 'ce-specversion': '0.3' }],
    ['malformed', { ...binary, 'ce-source': ' ' }],
  ])('is %s: %j', (outcome, headers) => {
    expect(verify(headers)).toMatchObject({ kind: 'refused', outcome });
  });

  it('is told only to who has the token', () => {
    const request = requestOf({ 'content-type': 'application/cloudevents+xml', authorization: 'Bearer other' });
    expect(cloudeventsVerifier.verify(configOf(), request, secrets)).toMatchObject({ outcome: 'unverified' });
  });
});

it('is known again by its source and id together', () => {
  const webhook = { deduplicate: { kind: 'sender', days: 30 } as const, verification: configOf() };
  const keyOf = (headers: Record<string, string>, value: unknown = {}) => {
    const found = deliveryKeyOf(webhook, { ...requestOf(headers), parsed: { value, lossy: false } });
    return found.kind === 'key' ? found.key.value : undefined;
  };
  const known = keyOf({ 'ce-id': '1', 'ce-source': '/a' });
  expect(known).toBeDefined();
  expect(keyOf({ 'ce-id': '1', 'ce-source': '/a', 'ce-time': 'later' })).toBe(known);
  expect(keyOf({ 'ce-id': '1', 'ce-source': '/b' })).not.toBe(known);
  expect(keyOf({ 'ce-id': '1' })).toBeUndefined();
  expect(keyOf({}, { id: '1', source: '/a' })).toBeDefined();
  expect(keyOf({}, { id: '1' })).toBeUndefined();
});
