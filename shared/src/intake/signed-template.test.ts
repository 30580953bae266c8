import { describe, expect, it } from 'vitest';
import { hmac } from './hmac.ts';
import { readSignedTemplate, signedTemplateProblem } from './signed-template.ts';

const both = { timestampHeader: 'x-time', idHeader: 'x-id' };
const onlyId = { timestampHeader: '', idHeader: 'x-id' };
const neither = { timestampHeader: '', idHeader: '' };
const problem = (template: string, headers?: typeof both) =>
  signedTemplateProblem(template, headers ?? (template.includes('{timestamp}') ? both : onlyId));

describe('a template of what is signed', () => {
  it('is read piece by piece, with line breaks', () => {
    expect(readSignedTemplate('v0:{timestamp}\\n{body}')).toEqual([
      { kind: 'text', text: 'v0:' },
      { kind: 'part', part: 'timestamp' },
      { kind: 'text', text: '\n' },
      { kind: 'part', part: 'body' },
    ]);
  });

  it.each([
    '{body}',
    '{timestamp}.{body}',
    'v0:{timestamp}:{body}',
    '{id}.{timestamp}.{body}',
    '{method}{url}{body}{timestamp}',
    '{url}{body}',
    '{url}{timestamp}{body}',
    '{timestamp}{body}',
    '{body}{timestamp}',
    '{timestamp}{method}{url}\\n{body}',
    '{body}|{url}',
    '{body}.{id}',
  ])('may be %s', (template) => {
    expect(problem(template)).toBeUndefined();
  });

  it.each([
    ['{id}{body}', /delimiter between \{id\} and \{body\}/],
    ['{body}{id}', /delimiter between \{body\} and \{id\}/],
    ['{body}{url}', /delimiter between \{body\} and \{url\}/],
    ['{url}{id}.{body}', /delimiter between \{url\} and \{id\}/],
    ['{id}{url}{body}', /delimiter between \{id\} and \{url\}/],
    // A time in between could be any ten digits of either.
    ['{id}{timestamp}{body}', /delimiter between \{id\} and \{body\}/],
    ['{id}{method}{body}', /delimiter between \{id\} and \{body\}/],
    ['{body}.{url}', /delimiter that no URL holds/],
    ['{body}|{id}.{url}', /delimiter that no URL holds/],
    ['{timestamp}', /Add \{body\}/],
    ['', /Add \{body\}/],
    ['{body}.{body}', /\{body\} stands there twice/],
    ['{ts}.{body}', /Use only/],
    ['{ body }', /Use only/],
    ['{body}}', /Use only/],
    ['{{body}}', /Use only/],
  ])('may not be %j', (template, sentence) => {
    expect(problem(template)).toMatch(sentence);
  });

  it('goes with the headers of its time and id', () => {
    expect(problem('{timestamp}.{body}', neither)).toMatch(/\{timestamp\} needs the header/);
    expect(problem('{id}.{body}', neither)).toMatch(/\{id\} needs the header/);
    expect(problem('{body}', both)).toMatch(/A time that is not signed proves nothing/);
    expect(problem('{body}', onlyId)).toBeUndefined();
  });
});

describe('the config of hmac', () => {
  const old = { preset: 'hmac', secrets: ['A'], header: 'X-Sig', algorithm: 'sha1', encoding: 'hex', prefix: '' };

  it('signs the body alone where nothing else was said', () => {
    expect(hmac.config.parse(old)).toMatchObject({ signed: '{body}', timestampHeader: '', idHeader: '' });
  });

  it('says at the template what is wrong with it', () => {
    const result = hmac.config.safeParse({ ...old, signed: '{id}{body}', idHeader: 'X-Id' });
    expect(result.error?.issues).toMatchObject([{ path: ['signed'], message: expect.stringMatching(/delimiter/) }]);
  });
});
