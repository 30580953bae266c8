import type { Graph } from '@millrace/shared/workflow';
import type { CaseOutcome, SentByNode } from '../../store/test-case-store.ts';
import { changingPaths } from './changing-paths.ts';
import { outcomeOf, type TestParts, type TestSubject } from './outcome-of.ts';

export type Expected =
  | {
      readonly kind: 'expected';
      readonly outcome: CaseOutcome;
      /** Paths of what changes with every run. */
      readonly ignored: readonly string[];
    }
  /** It would send what the outside was not sent before, so that nobody knows the answer. */
  | { readonly kind: 'unanswered'; readonly by: SentByNode }
  /** `message` says why a test of it would tell nothing. */
  | { readonly kind: 'refused'; readonly message: string };

/** So far apart that a clock shows two different times, in milliseconds. */
const APART_MS = 5;

/**
 * What is to be expected of a graph over a test case. It is run twice: what differs between the two changes with every
 * run, so that it is not compared.
 * @param recordedAs what the first run was once recorded as; where it differs, it changes with every run, too
 */
export async function expectedOf(
  parts: TestParts,
  graph: Graph,
  subject: TestSubject,
  recordedAs: (first: CaseOutcome) => CaseOutcome = (first) => first,
): Promise<Expected> {
  const first = await outcomeOf(parts, graph, subject);
  await new Promise((resolve) => setTimeout(resolve, APART_MS));
  const second = await outcomeOf(parts, graph, subject);
  if (first.kind === 'unusable') return { kind: 'refused', message: first.message };
  if (second.kind === 'unusable') return { kind: 'refused', message: second.message };
  const [unanswered] = [...first.unanswered, ...second.unanswered];
  if (unanswered) return { kind: 'unanswered', by: unanswered };
  const changing = changingPaths([
    [recordedAs(first.outcome), first.outcome],
    [first.outcome, second.outcome],
  ]);
  return changing.kind === 'refused' ? changing : { kind: 'expected', outcome: first.outcome, ignored: changing.paths };
}
