import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { environment } from './config.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The default of each variable in the table of the README, as it stands there. */
const documented = new Map(
  [...readme.matchAll(/^\| `(MILLRACE_\w+)` +\| [^|]+\| ([^|]+?) +\|/gm)].map(([, name = '', cell = '']) => [
    name,
    cell,
  ]),
);

describe('the README', () => {
  it('lists every variable, in the order of the schema, and no other one', () => {
    expect([...documented.keys()]).toEqual(Object.keys(environment.shape));
  });

  it.each(Object.entries(environment.shape))('says the default of %s', (name, schema) => {
    const value: unknown = schema.parse(undefined);
    const cell = documented.get(name);
    if (typeof value === 'string' || typeof value === 'number') expect(cell).toBe(`\`${value}\``);
    // What stands there without quotes is not a value that could be set.
    else expect(cell).toMatch(value === undefined ? /^[a-z ]+$/ : /^empty$/);
  });

  it('names no variable that does not exist', () => {
    const named = new Set(readme.match(/\bMILLRACE_[A-Z_]+\b/g));
    expect([...named].filter((name) => !(name in environment.shape))).toEqual([]);
  });
});
