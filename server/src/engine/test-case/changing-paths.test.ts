import { comparedPath } from '@millrace/shared/test-case';
import { describe, expect, it } from 'vitest';
import type { CaseOutcome } from '../../store/test-case-store.ts';
import { changingPaths } from './changing-paths.ts';
import { compareOutcomes } from './compare-outcomes.ts';

const outcome = (changes: Partial<CaseOutcome>): CaseOutcome => ({
  ...{ status: 'succeeded', error: null, output: null, response: null, sent: [] },
  ...changes,
});
const named = (prefix: string, count: number, value: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${prefix}${at}`, value]));

describe('changingPaths', () => {
  it('finds what is behind more differences than one comparison tells', () => {
    const made = (value: number): CaseOutcome => {
      const list = Array.from({ length: 150 }, () => ({ value }));
      const sent = [{ nodeId: 'tell', nodeName: 'Tell', round: null, config: { list } }];
      return outcome({ output: { list, ...named('k', 150, value) }, sent });
    };
    const found = changingPaths([[made(1), made(2)]]);
    if (found.kind === 'refused') throw new Error(found.message);
    expect(found.paths).toContain('output.k149');
    expect(found.paths).toContain('steps.Tell.list.*.value');
    expect(compareOutcomes(made(1), made(3), found.paths)).toEqual([]);
  });

  it('ignores the members of an object whose names change', () => {
    const made = (prefix: string) => outcome({ output: { by: named(prefix, 2, 1), n: 1 } });
    expect(changingPaths([[made('a'), made('b')]])).toEqual({ kind: 'paths', paths: ['output.by.*'] });
    const all = changingPaths([[outcome({ output: { a: 1 } }), outcome({ output: { b: 1 } })]]);
    expect(all).toEqual({ kind: 'paths', paths: ['output.*'] });
  });

  it.each([
    ['*', 'output.by["*"]'],
    ['', 'output.by[""]'],
    ['a.b', 'output.by["a.b"]'],
  ])('ignores a member with the name %j, and not those beside it', (name, path) => {
    const made = (value: number, n = 1) => outcome({ output: { by: { [name]: value, n } } });
    const found = changingPaths([[made(1), made(2)]]);
    expect(found).toEqual({ kind: 'paths', paths: [path] });
    expect(comparedPath.parse(path)).toBe(path);
    expect(compareOutcomes(made(1), made(3), [path])).toEqual([]);
    expect(compareOutcomes(made(1), made(1, 2), [path])).toMatchObject([{ path: 'output.by.n' }]);
  });

  it('refuses what changes at too many places, or in what happens at all, however far behind', () => {
    const many = (value: number) => outcome({ output: named('k', 501, value) });
    expect(changingPaths([[many(1), many(2)]])).toMatchObject({ kind: 'refused' });
    const sent = [{ nodeId: 'tell', nodeName: 'Tell', round: null, config: {} }];
    const some = (value: number, own: CaseOutcome['sent']) => outcome({ output: named('k', 150, value), sent: own });
    expect(changingPaths([[some(1, sent), some(2, [])]])).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('would send nothing'),
    });
  });
});
