import { z } from 'zod';
import { comparedPath, MAX_IGNORED, MAX_TEST_CASES, testCase, testCaseName, testRun } from '../test-case.ts';
import { endpoint, id } from './endpoint.ts';

const caseId = id.extend({ caseId: z.uuid() });

/** Calls about executions that are kept as tests of their workflow. */
export const testCaseEndpoints = {
  listTestCases: endpoint({
    method: 'GET',
    path: '/api/workflows/:id/test-cases',
    summary: 'List the test cases of a workflow, oldest first',
    params: id,
    response: z.object({ items: z.array(testCase) }),
  }),
  keepTestCase: endpoint({
    method: 'POST',
    path: '/api/workflows/:id/test-cases',
    summary: 'Keep an ended execution as a test case; what changes with every run is ignored from the start',
    params: id,
    body: z.object({ executionId: z.uuid(), name: testCaseName.optional() }),
    response: testCase,
    status: 201,
  }),
  updateTestCase: endpoint({
    method: 'PATCH',
    path: '/api/workflows/:id/test-cases/:caseId',
    summary: 'Rename a test case, or choose what is not compared',
    params: caseId,
    body: z.object({ name: testCaseName.optional(), ignored: z.array(comparedPath).max(MAX_IGNORED).optional() }),
    response: testCase,
  }),
  deleteTestCase: endpoint({
    method: 'DELETE',
    path: '/api/workflows/:id/test-cases/:caseId',
    summary: 'Delete a test case',
    params: caseId,
  }),
  runTestCases: endpoint({
    method: 'POST',
    path: '/api/workflows/:id/test-cases/run',
    summary: 'Run the draft over its test cases, without sending anything, and say what differs',
    params: id,
    /** All of them unless said. */
    body: z.object({ caseIds: z.array(z.uuid()).max(MAX_TEST_CASES).optional() }).default({}),
    response: testRun,
  }),
  acceptTestCase: endpoint({
    method: 'POST',
    path: '/api/workflows/:id/test-cases/:caseId/accept',
    summary: 'Make what the draft does over a test case what is expected of it',
    params: caseId,
    response: testCase,
  }),
};
