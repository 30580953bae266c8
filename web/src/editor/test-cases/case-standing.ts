import type { CaseState } from './use-test-cases.ts';

/** How the test cases stand all together. */
export type CaseStanding =
  | { readonly kind: 'none' }
  /** Some have not run on this draft. */
  | { readonly kind: 'unknown'; readonly failed: number }
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly failed: number };

/** A failed run counts as long as nothing changed since; a passed one too. */
export function standingOf(cases: readonly CaseState[]): CaseStanding {
  if (cases.length === 0) return { kind: 'none' };
  const fresh = cases.flatMap(({ result, stale }) => (result === null || stale ? [] : [result]));
  const failed = fresh.filter(({ passed }) => !passed).length;
  if (fresh.length < cases.length) return { kind: 'unknown', failed };
  return failed === 0 ? { kind: 'passed' } : { kind: 'failed', failed };
}

/** The standing in words, as for the head of the list. */
export function standingInWords(cases: readonly CaseState[]): string {
  const total = cases.length === 1 ? '1 test case' : `${cases.length} test cases`;
  const standing = standingOf(cases);
  switch (standing.kind) {
    case 'none':
      return 'No test case yet';
    case 'passed':
      return cases.length === 1 ? 'The test case passed' : `All ${total} passed`;
    case 'failed':
      return `${standing.failed} of ${total} failed`;
    case 'unknown':
      return cases.some(({ stale }) => stale) ? `${total}, run before the last change` : `${total}, not run yet`;
  }
}
