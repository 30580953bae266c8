import type { TestCase, TestCaseResult, TestRun } from '@millrace/shared/test-case';
import { runTestCase } from '../../engine/test-case/run-test-case.ts';
import type { WorkflowRecord } from '../../store/workflow-store.ts';
import { ApiProblem } from '../api-problem.ts';
import type { Parts } from '../parts.ts';
import { noSuchTestCase } from './no-such.ts';

/** Longest time of a run, in milliseconds: whoever asked for it waits. */
const TIME_LIMIT_MS = 60_000;

type TestParts = Pick<Parts, 'store' | 'sandbox'>;

/**
 * Runs a draft over test cases of its workflow, one after the other, so that webhooks have the sandbox meanwhile.
 * What has not begun when the time is up is told as failed.
 * @param caseIds those to run; all of them where absent
 * @throws ApiProblem when one of them is not there
 */
export async function runDraftTests(
  { store, ...parts }: TestParts,
  { id, draft, draftRevision }: WorkflowRecord,
  caseIds?: readonly string[],
): Promise<TestRun> {
  const all = await store.listTestCases(id);
  const wanted = new Set(caseIds ?? all.map((testCase) => testCase.id));
  const chosen = all.filter((testCase) => wanted.has(testCase.id));
  if (chosen.length < wanted.size) throw noSuchTestCase();
  const deadline = performance.now() + TIME_LIMIT_MS;
  const results: TestCaseResult[] = [];
  for (const listed of chosen) {
    if (performance.now() > deadline) {
      results.push(notRun(listed));
      continue;
    }
    const testCase = await store.getTestCase(id, listed.id);
    if (testCase) results.push(await runTestCase(parts, draft, testCase));
  }
  const passed = results.filter((result) => result.passed).length;
  return { revision: draftRevision, passed, failed: results.length - passed, results };
}

const notRun = ({ id, name, expectedStatus }: TestCase): TestCaseResult => ({
  ...{ caseId: id, name, passed: false, durationMs: 0 },
  differences: [
    {
      ...{ nodeId: null, nodeName: null, path: 'status', kind: 'missing', expected: expectedStatus, isCompared: false },
      message: `It was not run: those before it took more than ${TIME_LIMIT_MS / 1_000} s. Look for the case that takes so long, and run the others by themselves.`,
    },
  ],
});

/** @throws ApiProblem when publishing the workflow needs green tests and there is none, or one is not; `errors` has its id as path */
export async function requireGreenTests(parts: TestParts, workflow: WorkflowRecord): Promise<void> {
  if (!workflow.requireTests) return;
  const { results } = await runDraftTests(parts, workflow);
  if (results.length === 0)
    throw new ApiProblem('tests-failed', 'The draft has no test to pass.', {
      detail:
        'Publishing needs a green test, and there is none: keep an execution as a test case, or turn the requirement off.',
    });
  const failed = results.filter(({ passed }) => !passed);
  if (failed.length === 0) return;
  throw new ApiProblem('tests-failed', 'The draft does not pass its tests.', {
    detail: `${failed.length} of ${results.length} test cases differ from what is expected. Mend the draft, or accept what it does.`,
    errors: failed.map(({ caseId, name, differences }) => ({
      path: caseId,
      message: `“${name}”: ${differences[0]?.message ?? 'It differs.'}`,
    })),
  });
}
