import { readFileSync } from 'node:fs';
import { bodyFit } from '@millrace/server/src/intake/body-fit.ts';
import { expect, it } from 'vitest';

interface Case {
  readonly keyword: string;
  readonly description: string;
  readonly schema: unknown;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
}

/**
 * The official tests of draft 2020-12, Copyright (c) 2012 Julian Berman, MIT licence; without those of references to
 * other schemas, of dynamic references, of vocabularies and of long names in patterns, which are refused, and of formats, which are checked here.
 * @see https://github.com/json-schema-org/JSON-Schema-Test-Suite
 */
const cases = readFileSync(new URL('../fixtures/json-schema-suite.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): Case => JSON.parse(line));

it.each(cases)('JSON Schema: $keyword, $description', ({ schema, tests }) => {
  const bodySchema = { kind: 'schema', schema, otherwise: 'refuse' } as const;
  const said = tests.map(({ description, data }) => [description, bodyFit({ bodySchema }, data).kind]);
  expect(said).toEqual(tests.map(({ description, valid }) => [description, valid ? 'fits' : 'misfit']));
});
