import { endpoints } from '@millrace/shared/api';
import { isFinal } from '@millrace/shared/execution';
import { MAX_TEST_CASES, type TestCase } from '@millrace/shared/test-case';
import { Router } from 'express';
import { acceptTestCase } from '../../engine/test-case/accept-test-case.ts';
import { keepTestCase } from '../../engine/test-case/keep-test-case.ts';
import { newId } from '../../new-id.ts';
import type { ExecutionRecord } from '../../store/history-store.ts';
import type { WholeTestCase } from '../../store/test-case-store.ts';
import { ApiProblem } from '../api-problem.ts';
import type { Parts } from '../parts.ts';
import { route } from '../route.ts';
import { runDraftTests } from './draft-tests.ts';
import { noSuchDelivery, noSuchExecution, noSuchTestCase, noSuchWorkflow } from './no-such.ts';
import { requireWholeBody } from './require-whole-body.ts';

/** Of one test case with all that it keeps: more would make running many of them slow. */
const MAX_BYTES = 5_000_000;

/** Executions that are kept as tests of their workflow, and running its draft over them. */
export function testCaseRoutes(parts: Parts): Router {
  const { store } = parts;
  const router = Router();
  const workflowOf = async (id: string) => {
    const workflow = await store.getWorkflow(id);
    if (!workflow) throw noSuchWorkflow();
    return workflow;
  };
  const shown = async (workflowId: string, caseId: string): Promise<TestCase> => {
    const found = (await store.listTestCases(workflowId)).find(({ id }) => id === caseId);
    if (!found) throw noSuchTestCase();
    return found;
  };

  route(router, endpoints.listTestCases, async ({ params }) => {
    await workflowOf(params.id);
    return { items: [...(await store.listTestCases(params.id))] };
  });

  route(router, endpoints.keepTestCase, async ({ params, body }) => {
    await workflowOf(params.id);
    const record = await store.getExecution(body.executionId);
    if (record?.workflowId !== params.id) throw noSuchExecution();
    requireTestable(record);
    const delivery = await store.getDelivery(record.deliveryId);
    if (!delivery) throw noSuchDelivery();
    requireWholeBody(delivery);
    const { sizeBytes: _size, executionIds: _executions, duplicateOf: _first, ...own } = delivery;
    const kept = await keepTestCase(parts, record, own);
    if (kept.kind === 'refused') throw cannotKeep(kept.message);
    if (lengthOf(kept.testCase) > MAX_BYTES)
      throw cannotKeep(`With what it was answered, it is larger than ${MAX_BYTES / 1_000_000} MB.`);
    const id = newId();
    const name = body.name ?? `${own.method} ${own.path || '/'}, ${record.status}`;
    const created = await store.createTestCase(
      { ...kept.testCase, id, workflowId: params.id, name, createdAt: Date.now() },
      MAX_TEST_CASES,
    );
    if (created === 'too-many')
      throw cannotKeep(
        `The workflow has ${MAX_TEST_CASES} test cases already. Delete one that tells the same as others.`,
      );
    return shown(params.id, id);
  });

  route(router, endpoints.updateTestCase, async ({ params, body }) => {
    if (!(await store.updateTestCase(params.id, params.caseId, body))) throw noSuchTestCase();
    return shown(params.id, params.caseId);
  });

  route(router, endpoints.deleteTestCase, async ({ params }) => {
    if (!(await store.deleteTestCase(params.id, params.caseId))) throw noSuchTestCase();
    return undefined;
  });

  route(router, endpoints.runTestCases, async ({ params, body }) =>
    runDraftTests(parts, await workflowOf(params.id), body.caseIds),
  );

  route(router, endpoints.acceptTestCase, async ({ params }) => {
    const { draft } = await workflowOf(params.id);
    const testCase = await store.getTestCase(params.id, params.caseId);
    if (!testCase) throw noSuchTestCase();
    const result = await acceptTestCase(parts, draft, testCase);
    if (result.kind === 'refused') throw cannotAccept(result.message);
    await store.updateTestCase(params.id, params.caseId, result.change);
    return shown(params.id, params.caseId);
  });

  return router;
}

/** Of what is kept: the body as it came, and the JSON text of the rest. */
function lengthOf({ delivery, ...rest }: Pick<WholeTestCase, 'delivery' | 'execution' | 'expected'>): number {
  const { body, ...head } = delivery;
  return body.byteLength + JSON.stringify([head, rest]).length;
}

function requireTestable(record: ExecutionRecord): void {
  if (!isFinal(record.status)) throw cannotKeep('It has not ended. Keep it once it has.');
  if (record.status === 'cancelled')
    throw cannotKeep('It was cancelled, so that nobody knows what it would have come to.');
  if (record.untilNode !== null) throw cannotKeep('It ran only up to a node. Keep one that ran to its end.');
}

const cannotKeep = (detail: string): ApiProblem =>
  new ApiProblem('conflict', 'This execution cannot be kept as a test case.', { detail });
const cannotAccept = (detail: string): ApiProblem =>
  new ApiProblem('conflict', 'What the draft does cannot be expected.', { detail });
