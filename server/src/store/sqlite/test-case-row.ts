import type { TestCase } from '@millrace/shared/test-case';
import type { NewDelivery } from '../store.ts';
import type { CaseOutcome, KeptExecution, WholeTestCase } from '../test-case-store.ts';

/** A test case without what only running it needs. */
export interface TestCaseRow {
  readonly id: string;
  readonly name: string;
  readonly execution_id: string;
  readonly method: string;
  readonly path: string;
  readonly received_at: number;
  readonly expected_status: string;
  readonly ignored: string;
  readonly created_at: number;
}

/** As it goes to the writer thread; the body travels beside it. */
export interface NewTestCaseRow extends TestCaseRow {
  readonly workflow_id: string;
  readonly expected: string;
  readonly kept: string;
}

export type WholeTestCaseRow = TestCaseRow & {
  readonly expected: string;
  readonly kept: string;
  readonly body: Buffer;
};

interface Kept {
  readonly execution: KeptExecution;
  readonly delivery: Omit<NewDelivery, 'body'>;
}

export const testCaseColumns =
  't.id, t.name, t.execution_id, t.method, t.path, t.received_at, t.expected_status, t.ignored, t.created_at';

export function rowOfTestCase(testCase: WholeTestCase): NewTestCaseRow {
  const { id, workflowId, name, execution, expected, ignored, createdAt } = testCase;
  const { body: _beside, ...delivery } = testCase.delivery;
  const kept: Kept = { execution, delivery };
  return {
    ...{ id, workflow_id: workflowId, name, execution_id: execution.id, method: delivery.method, path: delivery.path },
    ...{ received_at: delivery.receivedAt, expected_status: expected.status, created_at: createdAt },
    ...{ ignored: JSON.stringify(ignored), expected: JSON.stringify(expected), kept: JSON.stringify(kept) },
  };
}

export const testCaseOf = (row: TestCaseRow): TestCase => ({
  id: row.id,
  name: row.name,
  executionId: row.execution_id,
  method: row.method,
  path: row.path,
  receivedAt: new Date(row.received_at).toISOString(),
  // Written by `rowOfTestCase` only.
  expectedStatus: row.expected_status as TestCase['expectedStatus'],
  ignored: JSON.parse(row.ignored) as string[],
  createdAt: new Date(row.created_at).toISOString(),
});

export function wholeTestCaseOf(row: WholeTestCaseRow, workflowId: string): WholeTestCase {
  const { execution, delivery } = JSON.parse(row.kept) as Kept;
  return {
    ...{ id: row.id, workflowId, name: row.name, createdAt: row.created_at, execution },
    delivery: { ...delivery, body: row.body },
    expected: JSON.parse(row.expected) as CaseOutcome,
    ignored: JSON.parse(row.ignored) as string[],
  };
}
