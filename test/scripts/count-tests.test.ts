import { expect, it } from 'vitest';
import { countTests } from './count-tests.ts';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((state) => ({ status: state })),
});

it('counts tests of all files', () => {
  const report = { testResults: [file('passed', 'passed', 'pending'), file('failed', 'passed', 'failed', 'todo')] };
  expect(countTests(report, 1)).toEqual({ passed: 2, failed: 1, skipped: 2 });
});

it('counts a file that could not be loaded as a failure', () => {
  const report = { testResults: [file('passed', 'passed'), file('failed')] };
  expect(countTests(report, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

it('counts an error outside of any test as a failure', () => {
  expect(countTests({ testResults: [file('passed', 'passed')] }, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

it('counts a run without a report, or without tests, as a failure', () => {
  expect(countTests(undefined, null).failed).toBe(1);
  expect(countTests({ testResults: [] }, 0).failed).toBe(1);
});
