import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseOutcome, SentByNode } from '../../store/test-case-store.ts';
import { compareOutcomes } from './compare-outcomes.ts';
import { everywhere, textOf } from './compared-path.ts';

const outcome = (changes: Partial<CaseOutcome> = {}): CaseOutcome => ({
  ...{ status: 'succeeded', error: null, output: null, response: null, sent: [] },
  ...changes,
});
const sent = (nodeName: string, config: unknown, changes: Partial<SentByNode> = {}): SentByNode => ({
  ...{ nodeId: nodeName.toLowerCase(), nodeName, round: null, config },
  ...changes,
});
const told = (expected: CaseOutcome, actual: CaseOutcome, ignored: string[] = []) =>
  compareOutcomes(expected, actual, ignored).map(({ path, kind, nodeId }) => [path, kind, nodeId]);

describe('compareOutcomes', () => {
  it.each<[string, Partial<CaseOutcome>, Partial<CaseOutcome>, unknown[]]>([
    ['another end', { status: 'succeeded' }, { status: 'filtered' }, [['status', 'changed', null]]],
    [
      'another failure',
      { status: 'failed', error: 'http-500' },
      { status: 'failed', error: 'http-404' },
      [['error', 'changed', null]],
    ],
    [
      'another value',
      { output: { a: [1, { b: 2 }] } },
      { output: { a: [1, { b: 3 }] } },
      [['output.a[1].b', 'changed', null]],
    ],
    ['a member less', { output: { a: null } }, { output: {} }, [['output.a', 'missing', null]]],
    ['an item more', { output: [1] }, { output: [1, 2] }, [['output[1]', 'unexpected', null]]],
    ['another kind of value', { output: [] }, { output: {} }, [['output', 'changed', null]]],
    [
      'a name that is no word',
      { output: { 'a.b': 1 } },
      { output: { 'a.b': 2 } },
      [['output["a.b"]', 'changed', null]],
    ],
    ['no answer', { response: { status: 200, headers: {}, body: 1 } }, {}, [['response', 'missing', null]]],
    [
      'another URL',
      { sent: [sent('Tell the CRM', { url: 'a' })] },
      { sent: [sent('Tell the CRM', { url: 'b' })] },
      [['steps["Tell the CRM"].url', 'changed', 'tell the crm']],
    ],
    ['a node that is gone', { sent: [sent('Mail', 1)] }, {}, [['steps.Mail', 'missing', 'mail']]],
    ['a new node', {}, { sent: [sent('Mail', 1)] }, [['steps.Mail', 'unexpected', 'mail']]],
  ])('tells %s', (_name, expected, actual, differences) => {
    expect(told(outcome(expected), outcome(actual))).toEqual(differences);
  });

  it('knows a node again that was renamed, or drawn anew under its name', () => {
    const before = outcome({ sent: [sent('Mail', { to: 'a' })] });
    expect(told(before, outcome({ sent: [sent('Letter', { to: 'a' }, { nodeId: 'mail' })] }))).toEqual([]);
    expect(told(before, outcome({ sent: [sent('Mail', { to: 'a' }, { nodeId: 'other' })] }))).toEqual([]);
    const renamed = outcome({ sent: [sent('Letter', { to: 'b' }, { nodeId: 'mail' })] });
    expect(compareOutcomes(before, renamed, [])).toMatchObject([{ path: 'steps.Mail.to', nodeName: 'Letter' }]);
  });

  it('does not mind in which order branches send, and tells a place in many rounds once', () => {
    const rounds = (value: number) => [2, 0, 1].map((round) => sent('Item', { value, round }, { round }));
    expect(told(outcome({ sent: rounds(1) }), outcome({ sent: rounds(1).toReversed() }))).toEqual([]);
    const [first, ...more] = compareOutcomes(outcome({ sent: rounds(1) }), outcome({ sent: rounds(2) }), []);
    expect(first).toMatchObject({
      path: 'steps.Item.value',
      message: '"Item" (item 3) would be sent with another value.',
    });
    expect(more).toEqual([]);
  });

  it('compares nothing behind a path that is ignored, in every position of a list', () => {
    const [before, after] = [
      outcome({ output: [{ at: 1, n: 1 }] }),
      outcome({
        output: [
          { at: 2, n: 2 },
          { at: 3, n: 3 },
        ],
      }),
    ];
    expect(told(before, after, ['output.*.at'])).toEqual([
      ['output[0].n', 'changed', null],
      ['output[1]', 'unexpected', null],
    ]);
    expect(told(before, after, ['output'])).toEqual([]);
  });

  it('tells a bounded number, and cuts what is long', () => {
    const many = compareOutcomes(outcome({ output: Array(500).fill(1) }), outcome({ output: Array(500).fill(2) }), []);
    expect(many).toHaveLength(100);
    const [long] = compareOutcomes(outcome({ output: 'x'.repeat(9_000) }), outcome({ output: 'y' }), []);
    expect(String(long?.expected)).toHaveLength(2_001);
  });

  it('finds nothing between equal values, and whatever it finds can be ignored by its path', () => {
    const output = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(output, output, (one, other) => {
        expect(told(outcome({ output: one }), outcome({ output: structuredClone(one) }))).toEqual([]);
        const differences = compareOutcomes(outcome({ output: one }), outcome({ output: other }), []);
        const same = JSON.stringify(one) === JSON.stringify(other);
        if (same) expect(differences).toEqual([]);
        const exact = differences.map(({ path }) => path);
        const loose = differences.map(({ at }) => textOf(everywhere(at)));
        for (const ignored of [exact, loose])
          expect(compareOutcomes(outcome({ output: one }), outcome({ output: other }), ignored)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
