import { parseBody } from '../../body/parse-body.ts';
import type { ExecutionRecord } from '../../store/history-store.ts';
import type { NewDelivery } from '../../store/store.ts';
import type { CaseOutcome, NewTestCase } from '../../store/test-case-store.ts';
import { compareOutcomes, type OutcomeDifference } from './compare-outcomes.ts';
import { everywhere, textOf } from './compared-path.ts';
import { outcomeOf, type TestParts, type TestSubject } from './outcome-of.ts';
import { plainValue, recordedAnswers } from './recorded-answers.ts';

export type Kept =
  | { readonly kind: 'kept'; readonly testCase: Pick<NewTestCase, 'delivery' | 'execution' | 'expected' | 'ignored'> }
  /** `message` says why a test of it would tell nothing. */
  | { readonly kind: 'refused'; readonly message: string };

/** So far apart that a clock shows two different times, in milliseconds. */
const APART_MS = 5;

/**
 * Makes a test case of an execution that ended. It is run twice on its own graph and its own record: what comes out is
 * expected, and what differs between the two or from the record changes with every run, so that it is not compared.
 */
export async function keepTestCase(parts: TestParts, record: ExecutionRecord, delivery: NewDelivery): Promise<Kept> {
  const body = parseBody(delivery.contentType, delivery.body);
  if (body.kind === 'problem') return refused(body.message);
  const { id, workflowId, workflowName, version, origin, graph } = record;
  const answers = recordedAnswers(record, body.value);
  const execution = { id, workflowName, version, origin, createdAt: Date.parse(record.createdAt), answers };
  const subject: TestSubject = { workflowId, delivery, execution };

  const first = await outcomeOf(parts, graph, subject);
  await new Promise((resolve) => setTimeout(resolve, APART_MS));
  const second = await outcomeOf(parts, graph, subject);
  if (first.kind === 'unusable') return refused(first.message);
  if (second.kind === 'unusable') return refused(second.message);
  const [unanswered] = first.unanswered;
  if (unanswered)
    return refused(
      `Run again, "${unanswered.nodeName}" would send something that the execution did not send, so that its answer is not known.`,
    );
  const { outcome } = first;
  const recorded: CaseOutcome = {
    ...outcome,
    ...{ status: record.status as CaseOutcome['status'], error: record.error?.code ?? null },
    output: plainValue(record.output, body.value),
  };
  const changing = [...compareOutcomes(recorded, outcome, []), ...compareOutcomes(outcome, second.outcome, [])];
  const basic = changing.find(isBasic);
  if (basic) return refused(`Run again on its own record, it comes to something else. ${basic.message}`);
  const ignored = [...new Set(changing.map(({ at }) => textOf(everywhere(at))))];
  return { kind: 'kept', testCase: { delivery, execution, expected: outcome, ignored } };
}

const refused = (message: string): Kept => ({ kind: 'refused', message });

/** Not a value that changes, but what happens at all. */
const isBasic = ({ at }: OutcomeDifference): boolean =>
  at[0] === 'status' ||
  at[0] === 'error' ||
  (at[0] === 'steps' && at.length === 2) ||
  (at[0] === 'response' && at.length === 1);
