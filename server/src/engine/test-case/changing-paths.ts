import { MAX_IGNORED } from '@millrace/shared/test-case';
import type { CaseOutcome } from '../../store/test-case-store.ts';
import { compareOutcomes, type OutcomeDifference } from './compare-outcomes.ts';
import { ANY, everywhere, type PathPattern, textOf } from './compared-path.ts';

export type ChangingPaths =
  | { readonly kind: 'paths'; readonly paths: readonly string[] }
  /** What happens at all changes, or too much of it does. */
  | { readonly kind: 'refused'; readonly message: string };

/**
 * The paths to ignore, so that outcomes that ought to be the same are. One comparison tells a bounded number of
 * differences, so it is repeated until none is left. Pure.
 */
export function changingPaths(pairs: readonly (readonly [CaseOutcome, CaseOutcome])[]): ChangingPaths {
  const paths = new Set<string>();
  for (let known = -1; known < paths.size; ) {
    known = paths.size;
    const found = pairs.flatMap(([before, after]) => compareOutcomes(before, after, [...paths]));
    const basic = found.find(isBasic);
    if (basic) return refused(`Run again on its own record, it comes to something else. ${basic.message}`);
    for (const difference of found) paths.add(textOf(patternOf(difference)));
    if (paths.size > MAX_IGNORED)
      return refused(`More than ${MAX_IGNORED} of its values change with every run, so that little could be compared.`);
  }
  return { kind: 'paths', paths: [...paths] };
}

const refused = (message: string): ChangingPaths => ({ kind: 'refused', message });

/** Names that come and go are others each time. */
const patternOf = ({ at, kind }: OutcomeDifference): PathPattern =>
  everywhere(kind === 'changed' || at.length === 1 ? at : [...at.slice(0, -1), ANY]);

/** Not a value that changes, but what happens at all. */
const isBasic = ({ at }: OutcomeDifference): boolean =>
  at[0] === 'status' ||
  at[0] === 'error' ||
  (at[0] === 'steps' && at.length === 2) ||
  (at[0] === 'response' && at.length === 1);
