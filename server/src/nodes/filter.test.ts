import { filter } from '@millrace/shared/nodes/filter';
import { describe, expect, it } from 'vitest';
import { filterNode } from './filter.ts';
import { testContext } from './test-context.ts';

describe('filter', () => {
  it('passes its input on or ends the branch, at once', () => {
    const { context } = testContext();
    const run = (right: number) =>
      filterNode.execute(context, filter.config.parse({ all: [{ left: 1, is: 'equals', right }] }), {});
    expect(run(1)).toEqual({ kind: 'pass', port: 'out' });
    expect(run(2)).toEqual({ kind: 'stop' });
  });

  it('goes by the truth of an expression', async () => {
    for (const [value, kind] of [
      ['text', 'pass'],
      [0, 'stop'],
      [null, 'stop'],
      [{}, 'pass'],
    ] as const) {
      const { context } = testContext({ evaluate: () => Promise.resolve(value) });
      expect(await filterNode.execute(context, { expression: 'x' }, {})).toMatchObject({ kind });
    }
  });
});
