import { verification } from '@millrace/shared/intake/index';
import { expect, it } from 'vitest';
import { HeaderBag } from '../header-bag.ts';
import type { SignedRequest } from '../verifier.ts';
import { answerHandshake } from '../verifiers.ts';
import { microsoftGraphVerifier } from './microsoft-graph.ts';

const secrets = [
  { name: 'NEW', value: 'state-new' },
  { name: 'OLD', value: 'state-old' },
];
const requestOf = (body: string, query = ''): SignedRequest => ({
  ...{ method: 'POST', url: 'https://hooks.example/hooks/mail', query, headers: new HeaderBag([]) },
  ...{ body: Buffer.from(body), receivedAt: 0 },
});
const noDocuments = { read: () => Promise.reject(new Error('No document is needed.')) };
const config = { preset: 'microsoft-graph', secrets: ['NEW', 'OLD'] } as const;
const verify = (...states: unknown[]) =>
  microsoftGraphVerifier.verify(
    { ...config, secrets: [...config.secrets] },
    requestOf(JSON.stringify({ value: states.map((clientState) => ({ clientState })) })),
    secrets,
  );
const ask = (query: string) => answerHandshake(verification.parse(config), requestOf('', query), secrets, noDocuments);

it('asks every notification for one of the client states', () => {
  expect(verify('state-new', 'state-new')).toEqual({ kind: 'verified', secret: 'NEW' });
  expect(verify('state-old', 'state-new')).toEqual({ kind: 'verified', secret: 'OLD' });
  expect(verify('state-new', 'state')).toMatchObject({ kind: 'refused', outcome: 'unverified' });
  expect(verify('state-new', undefined)).toMatchObject({ kind: 'refused' });
  for (const none of ['', null, 0, ['state-new'], { state: 'state-new' }, 'STATE-NEW', 'state-new '])
    expect(verify(none)).toMatchObject({ kind: 'refused' });
  expect(verify()).toMatchObject({ kind: 'refused' });
});

it.each(['', '{', '[]', 'null', '{"value":{}}', '{"value":[null]}', '{"value":[[]]}', '{"clientState":"state-new"}'])(
  'refuses %j',
  (body) => {
    expect(microsoftGraphVerifier.verify({ ...config, secrets: ['NEW'] }, requestOf(body), secrets)).toMatchObject({
      kind: 'refused',
      outcome: 'unverified',
    });
  },
);

it('gives the validation token back, decoded', () => {
  const query = 'validationToken=Validation%3a+Testing+client+application+reachability+Request-Id%3a+522a8e7e';
  expect(ask(query)).toEqual({
    kind: 'answered',
    secret: null,
    answer: {
      status: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: 'Validation: Testing client application reachability Request-Id: 522a8e7e',
    },
  });
  expect(ask('')).toBeUndefined();
  expect(ask('validationtoken=x')).toBeUndefined();
});

it.each([
  'validationToken=',
  'validationToken=a&validationToken=a',
  'validationToken=%3Cscript%3E',
  'validationToken=a%0d%0aSet-Cookie%3a+x',
  'validationToken=%ff',
  `validationToken=${'a'.repeat(1_025)}`,
])('does not answer %.40j', (query) => {
  expect(ask(query)).toMatchObject({ kind: 'refused', outcome: 'malformed' });
});
