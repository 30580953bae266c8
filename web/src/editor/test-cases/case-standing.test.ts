import { expect, it } from 'vitest';
import { standingInWords, standingOf } from './case-standing.ts';
import type { CaseState } from './use-test-cases.ts';

const state = (passed: boolean | null, stale = false): CaseState => ({
  testCase: {
    ...{ id: '1', name: 'Case', executionId: '2', method: 'POST', path: '', expectedStatus: 'succeeded', ignored: [] },
    ...{ receivedAt: '2026-01-01T00:00:00.000Z', createdAt: '2026-01-01T00:00:00.000Z' },
  },
  result: passed === null ? null : { caseId: '1', name: 'Case', passed, durationMs: 1, differences: [] },
  stale,
  running: false,
});

it.each([
  [[], 'none', 'No test case yet'],
  [[state(true)], 'passed', 'The test case passed'],
  [[state(true), state(true)], 'passed', 'All 2 test cases passed'],
  [[state(true), state(false)], 'failed', '1 of 2 test cases failed'],
  [[state(null), state(null)], 'unknown', '2 test cases, not run yet'],
  // What was found out about another draft says nothing about this one, be it good or bad.
  [[state(true, true), state(false, true)], 'unknown', '2 test cases, run before the last change'],
])('says how %# stand', (cases, kind, words) => {
  expect(standingOf(cases).kind).toBe(kind);
  expect(standingInWords(cases)).toBe(words);
});
