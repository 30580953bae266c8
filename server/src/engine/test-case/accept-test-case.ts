import { MAX_IGNORED } from '@millrace/shared/test-case';
import type { Graph } from '@millrace/shared/workflow';
import type { TestCaseChange, WholeTestCase } from '../../store/test-case-store.ts';
import { expectedOf } from './expected-of.ts';
import type { TestParts } from './outcome-of.ts';
import { notAnswered } from './recorded-world.ts';

export type Accepted =
  | { readonly kind: 'accepted'; readonly change: Required<Pick<TestCaseChange, 'expected' | 'ignored'>> }
  /** `message` says why it cannot be expected, and what to do. */
  | { readonly kind: 'refused'; readonly message: string };

/** Makes what a graph does over a test case what is expected of it. What was ignored before stays ignored. */
export async function acceptTestCase(parts: TestParts, graph: Graph, testCase: WholeTestCase): Promise<Accepted> {
  const result = await expectedOf(parts, graph, testCase);
  if (result.kind === 'refused') return result;
  if (result.kind === 'unanswered') return { kind: 'refused', message: notAnswered(result.by) };
  const ignored = [...new Set([...testCase.ignored, ...result.ignored])];
  if (ignored.length <= MAX_IGNORED) return { kind: 'accepted', change: { expected: result.outcome, ignored } };
  const message = `With it, more than ${MAX_IGNORED} paths would be ignored. Let the draft change less with every run, or keep a new test case.`;
  return { kind: 'refused', message };
}
