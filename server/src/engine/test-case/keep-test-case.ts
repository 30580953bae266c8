import { parseBody } from '../../body/parse-body.ts';
import type { ExecutionRecord } from '../../store/history-store.ts';
import type { NewDelivery } from '../../store/store.ts';
import type { CaseOutcome, WholeTestCase } from '../../store/test-case-store.ts';
import { expectedOf } from './expected-of.ts';
import type { TestParts } from './outcome-of.ts';
import { plainValue, recordedAnswers } from './recorded-answers.ts';

export type Kept =
  | { readonly kind: 'kept'; readonly testCase: Pick<WholeTestCase, 'delivery' | 'execution' | 'expected' | 'ignored'> }
  /** `message` says why a test of it would tell nothing. */
  | { readonly kind: 'refused'; readonly message: string };

/** Makes a test case of an execution that ended: what its own graph comes to on its own record is expected. */
export async function keepTestCase(parts: TestParts, record: ExecutionRecord, delivery: NewDelivery): Promise<Kept> {
  const body = parseBody(delivery.contentType, delivery.body);
  if (body.kind === 'problem') return refused(body.message);
  const { id, workflowId, workflowName, version, origin, graph } = record;
  const answers = recordedAnswers(record, body.value);
  const execution = { id, workflowName, version, origin, createdAt: Date.parse(record.createdAt), answers };
  const recordedAs = (outcome: CaseOutcome): CaseOutcome => ({
    ...outcome,
    ...{ status: record.status as CaseOutcome['status'], error: record.error?.code ?? null },
    output: plainValue(record.output, body.value),
  });
  const expected = await expectedOf(parts, graph, { workflowId, delivery, execution }, recordedAs);
  switch (expected.kind) {
    case 'refused':
      return expected;
    case 'unanswered':
      return refused(
        `Run again, "${expected.by.nodeName}" would send something that the execution did not send, so that its answer is not known.`,
      );
    case 'expected':
      return { kind: 'kept', testCase: { delivery, execution, expected: expected.outcome, ignored: expected.ignored } };
  }
}

const refused = (message: string): Kept => ({ kind: 'refused', message });
