import { z } from 'zod';
import { writtenSegments } from './field-path.ts';

/** Most test cases of one workflow. */
export const MAX_TEST_CASES = 200;
/** Most paths of one test case that are not compared. */
export const MAX_IGNORED = 500;

export const testCaseName = z.string().trim().min(1, 'Give it a name.').max(120);

/**
 * A place in what is compared: `status`, `error`, `output`, `response`, or `steps["Name"]` for what that node would have
 * sent, followed by the way to a field. `*` stands for any member or position, as in `output.items.*.id`; a member
 * of that name is written `["*"]`.
 */
export const comparedPath = z
  .string()
  .trim()
  .max(1_000)
  .refine(
    (text) => writtenSegments(text) !== undefined,
    'Write a path as output.items.*.id or steps["Tell the CRM"].url.',
  );

/**
 * A kept execution: its delivery, what the outside answered, and what it came to. Nothing of it goes with the history
 * that it was taken from.
 */
export const testCase = z.object({
  id: z.uuid(),
  name: testCaseName,
  /** From which it was kept; retention may have removed it since. */
  executionId: z.uuid(),
  method: z.string(),
  /** Of the delivery: what follows the slug. */
  path: z.string(),
  receivedAt: z.iso.datetime(),
  expectedStatus: z.enum(['succeeded', 'filtered', 'failed']),
  /** What is not compared. */
  ignored: z.array(comparedPath),
  createdAt: z.iso.datetime(),
});
export type TestCase = z.infer<typeof testCase>;

/** One thing that the draft does otherwise than expected. */
export const testDifference = z.object({
  /** The node that would have sent something else; null where it is about the execution as a whole. */
  nodeId: z.string().nullable(),
  nodeName: z.string().nullable(),
  /** A `comparedPath`, which ignores it. */
  path: z.string(),
  /** `missing`: expected and not there. `unexpected`: there and not expected. */
  kind: z.enum(['changed', 'missing', 'unexpected']),
  /** Long values are cut. */
  expected: z.unknown().optional(),
  actual: z.unknown().optional(),
  /** False: nothing could be compared, so that ignoring or accepting it would change nothing. */
  isCompared: z.boolean(),
  /** A sentence about it. */
  message: z.string(),
});
export type TestDifference = z.infer<typeof testDifference>;

export const testCaseResult = z.object({
  caseId: z.uuid(),
  name: z.string(),
  passed: z.boolean(),
  durationMs: z.number(),
  /** A bounded number of them. */
  differences: z.array(testDifference),
});
export type TestCaseResult = z.infer<typeof testCaseResult>;

export const testRun = z.object({
  /** Of the draft that was run. */
  revision: z.number().int(),
  passed: z.number().int(),
  failed: z.number().int(),
  results: z.array(testCaseResult),
});
export type TestRun = z.infer<typeof testRun>;
