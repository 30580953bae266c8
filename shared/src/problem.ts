import { z } from 'zod';

/** An RFC 9457 problem document. `type` is stable and for programs, `title` and `detail` are for people. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  /** For invalid input: where, and what to do. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problem>;

/** Every `type` that the API answers with, without its `/problems/` prefix. */
export const problemTypes = [
  'invalid-input',
  'unauthenticated',
  'forbidden',
  'not-found',
  'method-not-allowed',
  'conflict',
  'stale-revision',
  'graph-problems',
  'tests-failed',
  'too-large',
  'unsupported-media-type',
  'wrong-host',
  'rate-limited',
  'unavailable',
  'internal',
] as const;
export type ProblemType = (typeof problemTypes)[number];
