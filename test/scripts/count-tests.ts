/** The part of vitest's JSON report that is counted. */
export interface VitestReport {
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

/**
 * Counts tests, and what failed outside of any test: a file that could not be loaded, an error nobody caught, a run that
 * ended without a report. Each of these is one failure, so that no broken run counts as a passed one.
 */
export function countTests(
  report: VitestReport | undefined,
  exitCode: number | null,
): { passed: number; failed: number; skipped: number } {
  const files = report?.testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults);
  const passed = tests.filter((test) => test.status === 'passed').length;
  const failedTests = tests.filter((test) => test.status === 'failed').length;
  const failedFiles = files.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  const failed = failedTests + failedFiles;
  return {
    passed,
    failed: failed === 0 && (exitCode !== 0 || passed === 0) ? 1 : failed,
    skipped: tests.length - passed - failedTests,
  };
}
